"""Members that descriptors of a type say are in its objects: `__slots__`, and members that C declares.

A member descriptor holds a PyMemberDef (Include/descrobject.h): name, kind and offset. That an offset is
right is shown by the value: what is at it is the object that the descriptor gives.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.structs import Layouts
from pymastery.describe import bounded, describe
from pymastery.layout.facts import Target
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared

_STRUCT = "PyMemberDef"
_OBJECT, _OBJECT_EX = 6, 16
_NUMBERS: dict[int, tuple[str, int, bool]] = {
    0: ("short", 2, True),
    1: ("int", 4, True),
    8: ("char", 1, True),
    9: ("unsigned char", 1, False),
    10: ("unsigned short", 2, False),
    11: ("unsigned int", 4, False),
    14: ("char", 1, False),
    17: ("long long", 8, True),
    18: ("unsigned long long", 8, False),
    19: ("Py_ssize_t", 8, True),
}
"""Kind of a member → C type, bytes and sign; the codes of Py_T_SHORT and so on."""
_ITEM = 60


@dataclass(frozen=True)
class Slot:
    """A member that a descriptor tells of: its name, its kind in PyMemberDef and its offset in bytes."""

    name: str
    kind: int
    offset: int


def slots_of(cls: type, layouts: Layouts) -> Iterator[Slot]:
    """Yield what the member descriptors of a type and its bases say, by guarded reads."""
    member = layouts.find("PyMemberDescrObject", "d_member")
    if member is None:
        return
    for base in type.__dict__["__mro__"].__get__(cls):
        for descriptor in list(type.__dict__["__dict__"].__get__(base).values()):
            if type(descriptor) is types.MemberDescriptorType:
                slot = _slot(descriptor, member.offset, layouts)
                if slot is not None:
                    yield slot


def _slot(descriptor: types.MemberDescriptorType, offset: int, layouts: Layouts) -> Slot | None:
    width = layouts.pointer_size
    try:
        pointer = int.from_bytes(memory.read(id(descriptor) + offset, width), sys.byteorder)
        data = memory.read(pointer, layouts.size(_STRUCT))
    except memory.BadAddress:
        return None
    definition = Reading("", "", pointer, 0, len(data), data, layouts)
    return Slot(descriptor.__name__, definition.read(_STRUCT, "type"), definition.read(_STRUCT, "offset"))


def add_slots(reading: Reading, obj: Any) -> int:
    """Add what member descriptors prove of an object that no struct is known for; return how many there are."""
    cls, width, count = type(obj), reading.layouts.pointer_size, 0
    taken: set[int] = set()
    for slot in slots_of(cls, reading.layouts):
        c_type, size, signed = _NUMBERS.get(slot.kind, ("PyObject*", width, False))
        if slot.offset in taken or not reading.shows(slot.offset, size) or slot.offset < reading.known_end:
            continue
        taken.add(slot.offset)
        count += 1
        if slot.kind in _NUMBERS:
            number = reading.number(slot.offset, size, signed)
            said = _given(obj, slot.name)
            proof = NO_SECOND_SOURCE
            if type(said) in (int, bool):
                proof = compared(number == said, f"x.{slot.name} says the same.")
            reading.add(bounded(slot.name), c_type, slot.offset, size, "data", "", proof, str(number))
        elif slot.kind in (_OBJECT, _OBJECT_EX):
            _add_object(reading, obj, slot)
    if taken:
        reading.known_end = max(taken) + width
    return count


def _given(obj: Any, name: str) -> object:
    """What a member descriptor gives; no code of a class runs, as only the descriptor is asked."""
    for base in type.__dict__["__mro__"].__get__(type(obj)):
        found = type.__dict__["__dict__"].__get__(base).get(name)
        if type(found) is types.MemberDescriptorType:
            try:
                return found.__get__(obj)
            except AttributeError:  # not set
                return None
    return None


def _add_object(reading: Reading, obj: Any, slot: Slot) -> None:
    width = reading.layouts.pointer_size
    pointer = reading.number(slot.offset, width)
    said = _given(obj, slot.name)
    name = bounded(slot.name)
    if not pointer:
        proof = compared(said is None, f"x.{name} is not set.")
        reading.add(name, "PyObject*", slot.offset, width, "pointer", "NULL: not set", proof)
        return
    proof = compared(pointer == id(said), f"It equals id(x.{name}).")
    target = Target(describe(said, _ITEM))
    reading.add(name, "PyObject*", slot.offset, width, "pointer", "a slot of the class", proof, target=target)
