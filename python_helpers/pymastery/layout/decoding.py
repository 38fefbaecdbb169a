"""A value rebuilt from bytes alone: nothing of the object is asked, only memory is read.

The type is known by its address, and each item by the pointer to it. So what comes out equals the
object only if every offset, size and encoding used here is that of the running interpreter.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.models import Model
from pymastery.cpython.structs import Layouts, Member
from pymastery.layout.keys import Table, read_table
from pymastery.layout.reading import is_signed

BYTES = 1 << 26
"""Bytes of one object that are decoded, at most."""

OBJECTS = 100_000
"""Objects inside an object that are decoded, at most."""

_DEEP = 100
_KINDS = {1: "latin-1", 2: "utf-16", 4: "utf-32"}
_ENDIAN = "-le" if sys.byteorder == "little" else "-be"
_CONSTANTS = {id(each): each for each in (None, True, False, ..., NotImplemented)}


class Undecodable(Exception):
    """No value can be rebuilt from these bytes; the message says why."""


class Decoder:
    """Rebuilds values from the memory that they are in.

    Args:
        layouts: The struct layouts that hold here.
        model: What the bits mean.
    """

    def __init__(self, layouts: Layouts, model: Model) -> None:
        self._layouts = layouts
        self._model = model
        self._left = OBJECTS
        self._within: list[int] = []
        self._by_type: dict[int, Callable[[int], Any]] = {
            id(int): self._int,
            id(float): self._float,
            id(complex): self._complex,
            id(str): self._str,
            id(bytes): self._bytes,
            id(bytearray): self._bytearray,
            id(tuple): lambda address: tuple(self._items_of_tuple(address)),
            id(list): lambda address: list(self._items_of_list(address)),
            id(dict): lambda address: dict(self._items_of_dict(address)),
            id(set): lambda address: set(self._items_of_set(address)),
            id(frozenset): lambda address: frozenset(self._items_of_set(address)),
            id(range): lambda address: range(*self._three("rangeobject", address)),
            id(slice): lambda address: slice(*self._three("PySliceObject", address)),
        }

    def decode(self, address: int) -> Any:
        """Return the value of the object at an address.

        Raises:
            Undecodable: For a type that is not known here, a value that is too large or that holds itself,
                or memory that cannot be read.
        """
        if address in _CONSTANTS:
            return _CONSTANTS[address]
        kind = self._number("PyObject", address, "ob_type")
        decoded = self._by_type.get(kind)
        if decoded is None:
            raise Undecodable(
                "only numbers, texts, bytes, tuples, lists, dicts, sets, ranges and slices can be rebuilt from their "
                "bytes, and no subclasses of them: there is an object of another type"
            )
        self._left -= 1
        if self._left < 0 or len(self._within) > _DEEP:
            raise Undecodable(f"it is larger than {OBJECTS:,} objects, or more than {_DEEP} of them deep")
        if address in self._within:
            raise Undecodable("it holds itself, so no end of it can be rebuilt")
        self._within.append(address)
        try:
            return decoded(address)
        except memory.BadAddress as error:
            raise Undecodable(f"its memory cannot be read: {error}") from None
        finally:
            self._within.pop()

    def _read(self, address: int, size: int) -> bytes:
        if not 0 <= size <= BYTES:
            raise Undecodable(f"it has {size:,} bytes, and {BYTES:,} are decoded at most")
        step = memory.LARGEST
        return b"".join(memory.read(address + at, min(step, size - at)) for at in range(0, size, step))

    def _member(self, struct_name: str, *names: str) -> Member:
        member = self._layouts.find(struct_name, *names)
        if member is None:
            raise Undecodable(f"{struct_name} has no {' or '.join(names)} in {self._layouts.key}")
        return member

    def _number(self, struct_name: str, address: int, *names: str) -> int:
        member = self._member(struct_name, *names)
        data = memory.read(address + member.offset, member.size)
        number = int.from_bytes(data, sys.byteorder, signed=is_signed(member))
        return number >> member.bits[0] & (1 << member.bits[1]) - 1 if member.bits else number

    def _pointers(self, address: int, count: int) -> Iterator[int]:
        width = self._layouts.pointer_size
        if count > OBJECTS:
            raise Undecodable(f"it is larger than {OBJECTS:,} objects")
        data = self._read(address, count * width)
        return (int.from_bytes(data[at : at + width], sys.byteorder) for at in range(0, len(data), width))

    # --- numbers -------------------------------------------------------------------------------------------

    def _int(self, address: int) -> int:
        if self._layouts.find("PyLongObject", "long_value.lv_tag"):
            tag = self._number("PyLongObject", address, "long_value.lv_tag")
            count, sign = tag >> 3, 1 - (tag & 3)
        else:
            size = self._number("PyVarObject", address, "ob_size")
            count, sign = abs(size), (size > 0) - (size < 0)
        first = self._member("PyLongObject", "ob_digit", "long_value.ob_digit")
        data = self._read(address + first.offset, count * first.size)
        bits = sys.int_info.bits_per_digit
        digits = [int.from_bytes(data[at : at + first.size], sys.byteorder) for at in range(0, len(data), first.size)]
        return sign * _joined(digits, bits)

    def _double(self, struct_name: str, address: int, name: str) -> float:
        member = self._member(struct_name, name)
        return float(struct.unpack("=d", memory.read(address + member.offset, member.size))[0])

    def _float(self, address: int) -> float:
        return self._double("PyFloatObject", address, "ob_fval")

    def _complex(self, address: int) -> complex:
        parts = (self._double("PyComplexObject", address, f"cval.{part}") for part in ("real", "imag"))
        return complex(*parts)

    # --- texts and bytes -----------------------------------------------------------------------------------

    def _str(self, address: int) -> str:
        length = self._number("PyASCIIObject", address, "length")
        kind = self._number("PyASCIIObject", address, "state.kind")
        if self._number("PyASCIIObject", address, "state.compact"):
            is_ascii = self._number("PyASCIIObject", address, "state.ascii")
            start = address + self._layouts.size("PyASCIIObject" if is_ascii else "PyCompactUnicodeObject")
        else:
            start = self._number("PyUnicodeObject", address, "data.any")
        if kind not in _KINDS:
            raise Undecodable(f"{kind} bytes a character is no kind of str")
        codec = _KINDS[kind] + (_ENDIAN if kind > 1 else "")
        return self._read(start, length * kind).decode(codec, "surrogatepass")

    def _bytes(self, address: int) -> bytes:
        first = self._member("PyBytesObject", "ob_sval")
        return self._read(address + first.offset, self._number("PyVarObject", address, "ob_size"))

    def _bytearray(self, address: int) -> bytearray:
        size = self._number("PyVarObject", address, "ob_size")
        return bytearray(self._read(self._number("PyByteArrayObject", address, "ob_start"), size) if size else b"")

    # --- containers ----------------------------------------------------------------------------------------

    def _three(self, struct_name: str, address: int) -> Iterator[Any]:
        names = ("start", "stop", "step")
        return (self.decode(self._number(struct_name, address, name)) for name in names)

    def _items_of_tuple(self, address: int) -> Iterator[Any]:
        first = self._member("PyTupleObject", "ob_item")
        count = self._number("PyVarObject", address, "ob_size")
        return map(self.decode, self._pointers(address + first.offset, count))

    def _items_of_list(self, address: int) -> Iterator[Any]:
        count = self._number("PyVarObject", address, "ob_size")
        array = self._number("PyListObject", address, "ob_item")
        return map(self.decode, self._pointers(array, count) if count else ())

    def _items_of_dict(self, address: int) -> Iterator[tuple[Any, Any]]:
        table = read_table(self._layouts, self._number("PyDictObject", address, "ma_keys"), self._model)
        if table is None:
            raise Undecodable("its keys are no hash table that is known here")
        values = self._number("PyDictObject", address, "ma_values")
        # an empty dict of 3.10 has shared keys too: the interpreter's own, of no instance
        if values and self._number("PyDictObject", address, "ma_used"):
            yield from self._items_apart(table, values)
            return
        for index in range(table.nentries):
            entry = self._entry(table, index)
            value = self._number(table.entry, entry, "me_value")
            if value:
                yield self.decode(self._number(table.entry, entry, "me_key")), self.decode(value)

    def _entry(self, table: Table, index: int) -> int:
        return table.address + table.entries + index * self._layouts.size(table.entry)

    def _items_apart(self, table: Table, values: int) -> Iterator[tuple[Any, Any]]:
        """The items of a dict that shares its keys: what it holds has an order of its own (PEP 412)."""
        layouts = self._layouts
        first = layouts.offset("_dictvalues", "values") if "_dictvalues" in layouts else 0
        for index in self._order(table, values, first):
            value = next(self._pointers(values + first + index * layouts.pointer_size, 1))
            if value:
                yield self.decode(self._number(table.entry, self._entry(table, index), "me_key")), self.decode(value)

    def _order(self, table: Table, values: int, first: int) -> Sequence[int]:
        """The places of the values in the order in which they were set (Include/internal/pycore_dict.h)."""
        if "_dictvalues" not in self._layouts:
            return range(table.nentries)
        if self._layouts.find("_dictvalues", "capacity"):
            capacity, size = (self._number("_dictvalues", values, name) for name in ("capacity", "size"))
            return memory.read(values + first + capacity * self._layouts.pointer_size, size)
        # 3.11 and 3.12 have it in front of the values, backwards, and in front of its size
        [size] = memory.read(values - 2, 1)
        return memory.read(values - 2 - size, size)[::-1]

    def _items_of_set(self, address: int) -> Iterator[Any]:
        slots = self._number("PySetObject", address, "mask") + 1
        table = self._number("PySetObject", address, "table")
        if slots > 8 * OBJECTS:
            raise Undecodable(f"it is larger than {OBJECTS:,} objects")
        for index in range(slots):
            entry = table + index * self._layouts.size("setentry")
            key = self._number("setentry", entry, "key")
            # a removed item leaves a dummy key, which has no hash
            if key and self._number("setentry", entry, "hash") != -1:
                yield self.decode(key)


def _joined(digits: list[int], bits: int) -> int:
    """Add up digits, the least first, halves at a time: one by one would take quadratic time."""
    width = bits
    while len(digits) > 1:
        pairs = zip(digits[::2], [*digits[1::2], 0], strict=False)
        digits = [low | high << width for low, high in pairs]
        width *= 2
    return digits[0] if digits else 0
