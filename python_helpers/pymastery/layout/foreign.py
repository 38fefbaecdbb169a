"""Instances of ctypes: memory as C has it, field by field (Modules/_ctypes/ctypes.h).

What `ctypes` itself says of a field, its offset and its value, is compared with the bytes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pymastery.cpython import memory
from pymastery.describe import bounded, describe, issubclass_exactly, type_name
from pymastery.layout.facts import Block, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

_DATA: type = ctypes.Structure.__mro__[-2]
"""ctypes._CData, the base of them all."""
_SIMPLE: type = ctypes.c_int.__mro__[1]
_ITEM = 60


class _Probe(ctypes.Structure):
    _fields_ = (("field", ctypes.c_int),)


_FIELD: Any = type(vars(_Probe)["field"])
# by identity, and only ctypes' own: making an instance of a learner's class would run its code
_NUMBERS = frozenset(id(each) for each in vars(ctypes).values() if type(each) is type(ctypes.c_int))


def is_foreign(cls: type) -> bool:
    """Return whether objects of a class are instances of ctypes."""
    return issubclass_exactly(cls, _DATA)


def add_foreign(reading: Reading, obj: Any) -> list[Block]:
    """Add the pointer to the memory of an instance of ctypes; return that memory as a block."""
    width = reading.layouts.pointer_size
    offset = reading.layouts.size("PyObject")
    address, size = ctypes.addressof(obj), ctypes.sizeof(obj)
    block = _memory(reading, obj, address, size)
    proof = compared(reading.number(offset, width) == address, "ctypes.addressof(x) says the same.")
    target = Target(f"{size} bytes", "b_ptr") if block else None
    reading.add("b_ptr", "char*", offset, width, "pointer", "the memory, as C has it", proof, target=target)
    reading.known_end = offset + width
    return [block] if block else []


def _memory(reading: Reading, obj: Any, address: int, size: int) -> Block | None:
    try:
        data = memory.read(address, min(size, SHOWN)) if size else b""
    except memory.BadAddress:
        return None
    if not data:
        return None
    inner = Reading("b_ptr", type_name(type(obj)), address, 0, size, data, reading.layouts)
    cls = type(obj)
    if issubclass_exactly(cls, _SIMPLE):
        _add_value(inner, "value", cls, 0, size, _SIMPLE.value.__get__(obj))  # type: ignore[attr-defined]
    names = {id(value): key for key, value in type.__dict__["__dict__"].__get__(cls).items()}
    for field, c_type, place, length in _fields(cls):
        _add_value(inner, bounded(names[id(field)]), c_type, place, length, field.__get__(obj))
    inner.known_end = inner.end if inner.fields else 0
    return inner.finish()


def _fields(cls: type) -> Iterator[tuple[Any, type, int, int]]:
    """Descriptor, type, offset and size of each field of a structure: none where a base or a bit-field has a part."""
    namespace = type.__dict__["__dict__"].__get__(cls)
    declared = namespace.get("_fields_")
    if type.__dict__["__mro__"].__get__(cls)[1] is not ctypes.Structure:
        return
    if type(declared) is not list and type(declared) is not tuple:
        return
    if not all(type(each) is tuple and len(each) == 2 and type(each[0]) is str for each in declared):
        return
    for name, c_type in declared:
        field: Any = namespace.get(name)
        if type(field) is _FIELD:
            yield field, c_type, field.offset, field.size


def _add_value(reading: Reading, name: str, c_type: type, offset: int, size: int, value: Any) -> None:
    raw = reading.data[offset : offset + size]
    kind, said = type_name(c_type), describe(value, _ITEM)
    if id(c_type) in _NUMBERS and any(type(value) is each for each in (int, float, bool)):
        proof = compared(bytes(c_type(value)) == raw, f"x.{name}, written to memory again, has the same bytes.")
        reading.add(name, kind, offset, size, "data", "", proof, said)
    else:
        reading.add(name, kind, offset, size, "data", said, NO_SECOND_SOURCE, raw[:8].hex(" "))
