"""Structs whose members a public attribute answers for: functions, methods, code, exceptions and so on.

A pointer is named by the attribute that gives the same object, else by the garbage collector, which
visits what an object refers to. What neither knows is shown as read.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pymastery.cpython.structs import Member
from pymastery.describe import describe
from pymastery.layout.facts import Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared, is_signed

_ABSENT = object()
_WIDTH = 60
_TAG = 3


@dataclass(frozen=True)
class Record:
    """How the members of a struct are known.

    Attributes:
        base: The type that has the struct; its subclasses have it too.
        struct: Name of the C struct.
        attributes: Member → the attribute of `base` that says the same object or number.
        meanings: Member → what it is for, in words.
        getters: Member → how it is asked, and a function that does, where no attribute says it.
        nulls: Member → what NULL means, where it is not that the attribute is None.
        apart: What the names of members begin with that are added by a function of their own.
    """

    base: type
    struct: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    getters: Mapping[str, tuple[str, Callable[[Any], object]]] = field(default_factory=dict)
    nulls: Mapping[str, str] = field(default_factory=dict)
    apart: tuple[str, ...] = ()


def add_record(reading: Reading, obj: Any, record: Record) -> None:
    """Add the members of an object's struct, those of its header and those that are added apart excepted."""
    layouts = reading.layouts
    begin = layouts.size("PyVarObject" if _has_size(reading, record) else "PyObject")
    referents = {id(each): each for each in gc.get_referents(obj)}
    for member in layouts.members(record.struct):
        if member.offset < begin or member.c_type.endswith("[]") or member.name.startswith(record.apart):
            continue
        if is_pointer(member):
            add_pointer(reading, obj, record, member, referents)
        else:
            _add_number(reading, obj, record, member)
    if _has_size(reading, record):
        reading.member("PyVarObject", "ob_size", "length", "items of the variable part")
    reading.known_end = max(reading.known_end, min(reading.end, fixed_size(reading, record.struct)))


def fixed_size(reading: Reading, struct: str) -> int:
    """Return where the fixed members of a struct end and its array begins, its size where it has none."""
    last = reading.layouts.members(struct)[-1]
    return last.offset if last.c_type.endswith("[]") else reading.layouts.size(struct)


def _has_size(reading: Reading, record: Record) -> bool:
    # a generator has an itemsize from 3.11 on, for the frame inside it, and no ob_size
    is_taken = reading.layouts.members(record.struct)[0].offset == reading.layouts.size("PyObject")
    return bool(type.__dict__["__itemsize__"].__get__(record.base)) and not is_taken


def said_by(obj: Any, record: Record, member: str) -> tuple[object, str]:
    """Return what public API says of a member and how it is asked, an object of no use where it says nothing."""
    try:
        if member in record.getters:
            how, getter = record.getters[member]
            return getter(obj), how
        name = record.attributes.get(member)
        if name is None:
            return _ABSENT, ""
        return _descriptor(record.base, name).__get__(obj), f"x.{name}"
    except (AttributeError, ValueError):  # an empty cell, a released memoryview, a version without the attribute
        return _ABSENT, ""


def _descriptor(base: type, name: str) -> Any:
    for cls in type.__dict__["__mro__"].__get__(base):
        found = type.__dict__["__dict__"].__get__(cls).get(name)
        if found is not None:
            return found
    raise AttributeError(name)


def is_pointer(member: Member) -> bool:
    """Return whether a member leads somewhere: to an object, to memory or to a C function."""
    return member.c_type.endswith(("*", "func", "proc", "inquiry", "destructor")) or member.c_type == "uintptr_t"


def add_pointer(reading: Reading, obj: Any, record: Record, member: Member, referents: dict[int, object]) -> None:
    """Add a pointer, named by public API or by the collector.

    Args:
        reading: The block it is in.
        obj: The object.
        record: How its members are known.
        member: Which one.
        referents: What the collector says that the object refers to, by id.
    """
    pointer = reading.number(member.offset, member.size)
    meaning = record.meanings.get(member.name, "")
    said, how = said_by(obj, record, member.name)
    target: object = _ABSENT
    if member.name.endswith(("weakreflist", "weaklist")):
        meaning, proof, target = _weak_references(obj, pointer)
    elif not pointer:
        meaning = f"NULL: {record.nulls.get(member.name, 'none')}"
        proof = compared(said is None, f"{how} is None.") if said is not _ABSENT and how else NO_SECOND_SOURCE
    elif said is not _ABSENT:
        proof, target = compared(pointer == id(said), f"It equals id({how})."), said
    elif pointer & ~_TAG in referents:
        # a reference of a frame has flags in its low bits from 3.14 on
        meaning = meaning if pointer & _TAG == 0 else f"{meaning} (low bits {pointer & _TAG}: flags)".lstrip()
        proof = Proof("verified", "gc.get_referents(x) has an object with this id.")
        target = referents[pointer & ~_TAG]
    else:
        proof = NO_SECOND_SOURCE
    reading.add(
        member.name,
        member.c_type,
        member.offset,
        member.size,
        "pointer",
        meaning,
        proof,
        target=None if target is _ABSENT else Target(describe(target, _WIDTH)),
    )


def add_weak_references(reading: Reading, obj: Any, struct: str) -> None:
    """Add the pointer to the weak references to an object."""
    member = reading.layouts.find(struct, "weakreflist")
    if member is not None and reading.shows(member.offset, member.size):
        add_pointer(reading, obj, Record(object, struct), member, {})


def _weak_references(obj: Any, pointer: int) -> tuple[str, Proof, object]:
    count = weakref.getweakrefcount(obj)
    if not pointer:
        return "NULL: no weak references", compared(count == 0, "weakref.getweakrefcount(x) is 0."), _ABSENT
    found = next((each for each in weakref.getweakrefs(obj) if id(each) == pointer), _ABSENT)
    proof = compared(found is not _ABSENT, "It is the id of one of weakref.getweakrefs(x).")
    return f"the first of {count} weak references", proof, found


def _add_number(reading: Reading, obj: Any, record: Record, member: Member) -> None:
    signed = is_signed(member) or member.c_type in ("int", "char", "int8_t")
    number = reading.number(member.offset, member.size, signed, member.bits)
    said, how = said_by(obj, record, member.name)
    known = said is not _ABSENT and type(said) in (int, bool)
    proof = compared(number == said, f"{how} says the same.") if known else NO_SECOND_SOURCE
    reading.add(
        member.name,
        member.c_type,
        member.offset,
        member.size,
        "data",
        record.meanings.get(member.name, ""),
        proof,
        str(number),
        member.bits,
    )
