"""bytes, bytearray, array.array and the arrays that end a struct: raw bytes with one meaning.

Sources: Include/cpython/bytesobject.h and bytearrayobject.h, Modules/arraymodule.c.
"""

from __future__ import annotations

from array import array
from typing import Any

from pymastery.cpython import memory
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.members import add_weak_references
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

SEPARATE = 32
"""Up to this many bytes of a bytes object, each is a field of its own."""


def add_run(
    reading: Reading, name: str, c_type: str, first: int, expected: bytes, how: str, meaning: str = "", unit: int = 1
) -> bool:
    """Add consecutive bytes that something else says too, one by one where they are few.

    Args:
        reading: The block that they are in.
        name: Of the array.
        c_type: Of one item.
        first: Offset of the first byte.
        expected: What the bytes should be, as far as they are shown at least.
        how: What says so.
        meaning: What they are for.
        unit: Bytes of an item.

    Returns:
        Whether all that are shown are as expected.
    """
    shown = max(0, min(len(expected), reading.end - first)) // unit * unit
    at = first - reading.start
    holds = reading.data[at : at + shown] == expected[:shown]
    proof = compared(holds, how)
    if len(expected) <= SEPARATE * unit:
        for index in range(shown // unit):
            reading.add(f"{name}[{index}]", c_type, first + index * unit, unit, "data", meaning, proof)
    elif shown:
        said = meaning or f"{shown // unit} items shown, {unit} byte{'' if unit == 1 else 's'} each"
        value = f"{expected[:12].hex(' ')} \N{HORIZONTAL ELLIPSIS}"
        reading.add(name, f"{c_type}[]", first, shown, "data", said, proof, value)
    return holds


def _add_size(reading: Reading, length: int, noun: str) -> None:
    stored = reading.read("PyVarObject", "ob_size")
    proof = compared(stored == length, "len(x) says the same.")
    reading.member("PyVarObject", "ob_size", "length", noun if stored == 1 else f"{noun}s", proof)


def add_bytes(reading: Reading, obj: Any) -> None:
    """Add length, kept hash and bytes of a bytes object, also of a subclass."""
    data = bytes.__getitem__(obj, slice(0, SHOWN))
    length = bytes.__len__(obj)
    _add_size(reading, length, "byte")
    stored = reading.read("PyBytesObject", "ob_shash")
    if stored == -1:
        reading.member("PyBytesObject", "ob_shash", "data", "-1: not asked for yet")
    else:
        proof = compared(stored == bytes.__hash__(obj), "bytes.__hash__(x) says the same.")
        reading.member("PyBytesObject", "ob_shash", "data", "kept, so that it is computed once", proof)
    first = reading.layouts.offset("PyBytesObject", "ob_sval")
    add_run(reading, "ob_sval", "char", first, data, "x[i] says the same.")
    zero = first + length
    if reading.shows(zero):
        proof = NO_SECOND_SOURCE if reading.number(zero, 1) == 0 else compared(False, "It is 0.")
        reading.add("ob_sval[end]", "char", zero, 1, "data", "the closing zero, for C", proof)
    reading.known_end = min(reading.end, zero + 1)


def add_bytearray(reading: Reading, obj: Any) -> list[Block]:
    """Add length and capacity of a bytearray, also of a subclass; return the block of its bytes."""
    struct = "PyByteArrayObject"
    data = bytes(bytearray.__getitem__(obj, slice(0, SHOWN)))
    length = bytearray.__len__(obj)
    _add_size(reading, length, "byte")
    allocated, address = reading.read(struct, "ob_alloc"), reading.read(struct, "ob_start")
    room = bytearray.__sizeof__(obj) - type.__dict__["__basicsize__"].__get__(type(obj))
    spare = f"bytes there is room for, {allocated - length} spare" if allocated else "no memory of its own"
    # from 3.15 on, the bytes are those of a bytes object
    header = bytes.__basicsize__ if reading.layouts.find(struct, "ob_bytes_object") and allocated else 0
    proof = compared(allocated + header == room, "x.__sizeof__() minus headers is this many bytes.")
    reading.member(struct, "ob_alloc", "length", spare, proof)
    block = _elsewhere(reading, "ob_start", "char", address, length, data) if length else None
    reading.member(struct, "ob_bytes", "pointer", "the memory of its own")
    _add_owner(reading, struct, "ob_start", "the first byte in use", block, length)
    reading.member(struct, "ob_exports", "data", "views of its memory: while there are any, it cannot grow")
    reading.member(struct, "ob_bytes_object", "pointer", "the bytes object that has the memory")
    reading.known_end = reading.layouts.size(struct)
    return [block] if block else []


def add_array(reading: Reading, obj: Any) -> list[Block]:
    """Add length and capacity of an array.array, also of a subclass; return the block of its items."""
    struct, length, unit = "arrayobject", array.__len__(obj), array.itemsize.__get__(obj)
    data = array.tobytes(obj[: SHOWN // unit] if type(obj) is array else obj)[:SHOWN]
    _add_size(reading, length, "item")
    address, allocated = reading.read(struct, "ob_item"), reading.read(struct, "allocated")
    code = array.typecode.__get__(obj)
    block = _elsewhere(reading, "ob_item", f"'{code}' item", address, length * unit, data, unit) if length else None
    _add_owner(reading, struct, "ob_item", "the items, as C has them", block, length * unit)
    room = array.__sizeof__(obj) - type.__dict__["__basicsize__"].__get__(type(obj))
    proof = compared(allocated * unit == room, "x.__sizeof__() minus the object itself is this many items.")
    reading.member(struct, "allocated", "length", f"items there is room for, {allocated - length} spare", proof)
    reading.member(struct, "ob_descr", "pointer", f"what an item is: '{code}', {unit} bytes")
    add_weak_references(reading, obj, struct)
    reading.member(struct, "ob_exports", "data", "views of its memory: while there are any, it cannot grow")
    reading.known_end = reading.layouts.size(struct)
    return [block] if block else []


def _add_owner(reading: Reading, struct: str, name: str, meaning: str, block: Block | None, size: int) -> None:
    """Add the pointer to memory that an object owns elsewhere."""
    if block is None:
        proof: Proof = NO_SECOND_SOURCE
        reading.member(struct, name, "pointer", meaning if size else f"{meaning}: none now", proof)
        return
    proof = Proof("verified", "The bytes it leads to are those of x.")
    reading.member(struct, name, "pointer", meaning, proof, target=Target(f"{size} bytes", name))


def _elsewhere(
    reading: Reading, name: str, c_type: str, address: int, size: int, expected: bytes, unit: int = 1
) -> Block | None:
    """The block that a pointer leads to, None where its bytes are not what they should be."""
    try:
        data = memory.read(address, min(size, SHOWN))
    except memory.BadAddress:
        return None
    inner = Reading(name, f"{c_type}[{size // unit}]", address, 0, size, data, reading.layouts)
    if not add_run(inner, name, c_type, 0, expected[: len(data)], "x[i] says the same.", unit=unit):
        return None
    inner.known_end = inner.end
    return inner.finish()


def add_code_units(reading: Reading, obj: Any) -> None:
    """Add the live instructions at the end of a code object (3.11 and later)."""
    member = reading.layouts.find("PyCodeObject", "co_code_adaptive")
    live = getattr(obj, "_co_code_adaptive", None)
    if member is None or type(live) is not bytes:
        return
    how = "x._co_code_adaptive has the same bytes."
    add_run(reading, "co_code_adaptive", "_Py_CODEUNIT", member.offset, live, how, "instructions as they run", 2)
    reading.known_end = min(reading.end, member.offset + len(live))


def add_shape(reading: Reading, obj: memoryview) -> None:
    """Add the shape, strides and suboffsets at the end of a memoryview."""
    member = reading.layouts.find("PyMemoryViewObject", "ob_array")
    if member is None:
        return
    try:
        parts = (("shape", obj.shape or ()), ("strides", obj.strides or ()), ("suboffsets", obj.suboffsets or ()))
    except ValueError:  # released
        return
    width = reading.layouts.pointer_size
    count = reading.read("PyVarObject", "ob_size") // 3
    offset = member.offset
    for name, numbers in parts:
        for index in range(max(0, count)):
            said = numbers[index] if index < len(numbers) else None
            stored = reading.number(offset, width, signed=True) if reading.shows(offset, width) else None
            proof = NO_SECOND_SOURCE if said is None else compared(stored == said, f"x.{name}[{index}] says the same.")
            reading.add(f"ob_array.{name}[{index}]", "Py_ssize_t", offset, width, "data", f"{name} of the view", proof)
            offset += width
    reading.known_end = min(reading.end, offset)
