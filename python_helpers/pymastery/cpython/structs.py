"""Struct layouts of CPython, as the compiler lays them out, and whether they hold here.

layouts.json is written by devtools/layouts.py from each version's own headers. Object structs are
the same in all patch releases of a minor version, so that is what they are keyed by; "t" marks the
free-threaded build, "w" wasm32.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pymastery.interpreter import interpreter

DATA = Path(__file__).with_name("layouts.json")


@dataclass(frozen=True)
class Member:
    """One member of a C struct.

    Attributes:
        name: Path inside the struct, as the header spells it: "state.kind".
        offset: Bytes from the start of the struct.
        size: Bytes; 1 for a bit-field: the byte that holds it. 0 for a flexible array.
        c_type: As the header writes it.
        bits: First bit and width within the byte, for a bit-field.
    """

    name: str
    offset: int
    size: int
    c_type: str
    bits: tuple[int, int] | None = None


class Layouts:
    """The struct layouts of one kind of interpreter.

    Args:
        key: Such as "3.13", "3.14t", "3.15w".
        data: The entry of layouts.json for that key.
    """

    def __init__(self, key: str, data: Mapping[str, Any]) -> None:
        self.key = key
        self.pointer_size: int = data["pointer_size"]
        self._sizes: dict[str, int] = {name: struct["size"] for name, struct in data["structs"].items()}
        self._members = {
            struct: {
                name: Member(name, row[0], row[1], row[2], (row[3], row[4]) if len(row) > 3 else None)
                for name, row in rows["fields"].items()
            }
            for struct, rows in data["structs"].items()
        }

    def __contains__(self, struct: str) -> bool:
        return struct in self._sizes

    def size(self, struct: str) -> int:
        """Return sizeof(struct) in bytes."""
        return self._sizes[struct]

    def members(self, struct: str) -> tuple[Member, ...]:
        """Return what is shown of a struct, by offset."""
        return tuple(self._members[struct].values())

    def find(self, struct: str, *names: str) -> Member | None:
        """Return the first of these members that the struct has, or None."""
        members = self._members.get(struct, {})
        return next((members[name] for name in names if name in members), None)

    def offset(self, struct: str, *names: str) -> int:
        """Return the offset of the first of these members that the struct has.

        Raises:
            KeyError: Where it has none of them.
        """
        member = self.find(struct, *names)
        if member is None:
            raise KeyError(f"{struct} has none of {', '.join(names)} in {self.key}")
        return member.offset


def key_here() -> str:
    """Return the key of the running interpreter, whether layouts.json has it or not."""
    here = interpreter()
    suffix = "w" if here.pointer_size == 4 else "t" if here.free_threaded else ""
    return f"{sys.version_info[0]}.{sys.version_info[1]}{suffix}"


@cache
def table() -> Mapping[str, Any]:
    """Return layouts.json: {key: {"pointer_size": bytes, "structs": {...}}}."""
    return json.loads(DATA.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def layouts_here() -> Layouts | None:
    """Return the layouts of the running interpreter, or None where no table has them."""
    data = table().get(key_here())
    return Layouts(key_here(), data) if data else None


def disagreements(layouts: Layouts, read: Callable[[int, int], bytes]) -> list[str]:
    """Compare a table with what the running interpreter says about itself.

    Each type states its `__basicsize__`, the type pointer of None is known, and from 3.13 on
    `_PyRuntime` begins with a table of offsets made for debuggers (`_Py_DebugOffsets`).

    Args:
        layouts: The table to try.
        read: The guarded reader.

    Returns:
        What disagrees, in words. Not empty: nothing may be read with this table.
    """
    wrong = [f"{name} is {said} bytes, not {ours}" for name, said, ours in _sizes(layouts) if said != ours]
    try:
        pointer = read(id(None) + layouts.offset("PyObject", "ob_type"), layouts.pointer_size)
        if int.from_bytes(pointer, sys.byteorder) != id(type(None)):
            wrong.append("the type pointer of None leads elsewhere")
        wrong += _debug_offsets(layouts, read)
    except Exception as error:  # a reader that fails is an answer too
        wrong.append(str(error))
    return wrong


def _sizes(layouts: Layouts) -> list[tuple[str, int, int]]:
    digits = layouts.offset("PyLongObject", "ob_digit", "long_value.ob_digit")
    return [
        ("object", object.__basicsize__, layouts.size("PyObject")),
        ("int", int.__basicsize__, digits),
        ("float", float.__basicsize__, layouts.size("PyFloatObject")),
        ("str", str.__basicsize__, layouts.size("PyUnicodeObject")),
        ("tuple", tuple.__basicsize__, layouts.offset("PyTupleObject", "ob_item")),
        ("list", list.__basicsize__, layouts.size("PyListObject")),
        ("dict", dict.__basicsize__, layouts.size("PyDictObject")),
        ("a digit of int", int.__itemsize__, 4),
        # the character data follows the header, so these sizes state the smaller headers
        ("an ASCII str", str.__sizeof__("a") - 2, layouts.size("PyASCIIObject")),
        ("a two-byte str", str.__sizeof__("\u20ac") - 4, layouts.size("PyCompactUnicodeObject")),
    ]


def _debug_offsets(layouts: Layouts, read: Callable[[int, int], bytes]) -> list[str]:
    start = ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime"))
    has_table = read(start, 8) == b"xdebugpy"
    if has_table != ("_Py_DebugOffsets" in layouts):
        return [f"a table of offsets for debuggers is {'there' if has_table else 'missing'}"]
    if not has_table:
        return []
    table = {
        member.name: int.from_bytes(read(start + member.offset, 8), sys.byteorder)
        for member in layouts.members("_Py_DebugOffsets")
        if member.size == 8 and member.name != "cookie"
    }
    expected = {
        "pyobject.size": layouts.size("PyObject"),
        "pyobject.ob_type": layouts.offset("PyObject", "ob_type"),
        "list_object.ob_item": layouts.offset("PyListObject", "ob_item"),
        "long_object.lv_tag": layouts.offset("PyLongObject", "long_value.lv_tag"),
        "long_object.ob_digit": layouts.offset("PyLongObject", "long_value.ob_digit"),
        "float_object.ob_fval": layouts.offset("PyFloatObject", "ob_fval"),
        "tuple_object.ob_item": layouts.offset("PyTupleObject", "ob_item"),
        "dict_object.ma_keys": layouts.offset("PyDictObject", "ma_keys"),
        "dict_object.ma_values": layouts.offset("PyDictObject", "ma_values"),
        "unicode_object.length": layouts.offset("PyASCIIObject", "length"),
        "unicode_object.state": layouts.offset("PyASCIIObject", "state.interned"),
        "unicode_object.asciiobject_size": layouts.size("PyASCIIObject"),
    }
    wrong = [f"{name} is {table[name]}, not {value}" for name, value in expected.items() if table[name] != value]
    version = f"{table['version'] >> 24}.{table['version'] >> 16 & 255}"
    if version != layouts.key.rstrip("tw") or bool(table["free_threaded"]) != layouts.key.endswith("t"):
        wrong.append(f"the debug table is of {version}")
    return wrong
