"""Type objects: Include/cpython/object.h, with the flags of Include/object.h bit by bit.

A slot is a pointer to a C function. Which function it is nothing says, but whether a class has it from
its base is seen by comparing the two.
"""

from __future__ import annotations

import gc
import sys
from types import MemberDescriptorType
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.models import HEAP_TYPE
from pymastery.cpython.structs import Member
from pymastery.describe import describe, visible
from pymastery.layout.facts import Proof, Target
from pymastery.layout.members import Record, add_pointer, is_pointer
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared

_RECORD = Record(
    type,
    "PyTypeObject",
    {
        "tp_basicsize": "__basicsize__",
        "tp_itemsize": "__itemsize__",
        "tp_dictoffset": "__dictoffset__",
        "tp_weaklistoffset": "__weakrefoffset__",
        "tp_base": "__base__",
        "tp_mro": "__mro__",
        "tp_bases": "__bases__",
    },
    {
        "tp_basicsize": "bytes of each object",
        "tp_itemsize": "bytes of each item of an object of variable size",
        "tp_dictoffset": "where an object's dict is; 0: it has none, -1: in front of it",
        "tp_weaklistoffset": "where an object's list of weak references is; 0: none",
        "tp_vectorcall_offset": "where an object holds the C function that calls it; 0: nowhere",
        "tp_base": "the base whose layout it extends",
        "tp_mro": "where attributes are looked up, in order",
        "tp_dict": "the namespace of the class",
        "tp_subclasses": "the classes derived from it",
        "tp_version_tag": "what specialised code compares; 0: it has none now",
        "tp_doc": "the docstring, as C has it",
        "tp_methods": "methods that C declares",
        "tp_members": "members that C declares",
        "tp_getset": "computed attributes that C declares",
        "tp_cache": "not used any more",
    },
    nulls={"tp_dict": "the namespace is kept by the interpreter", "tp_doc": "no docstring in C"},
)
_FLAGS: tuple[tuple[int, str], ...] = (
    (1, "static, of the interpreter"),
    (2, "inline values"),
    (3, "managed weak references"),
    (4, "managed dict"),
    (5, "a sequence in match"),
    (6, "a mapping in match"),
    (7, "no instantiation"),
    (8, "immutable"),
    (9, "heap type"),
    (10, "may be derived from"),
    (11, "vectorcall"),
    (12, "ready"),
    (13, "being made ready"),
    (14, "garbage collected"),
    (17, "method descriptor"),
    (19, "version tag is valid"),
    (20, "abstract"),
    (24, "derived from int"),
    (25, "derived from list"),
    (26, "derived from tuple"),
    (27, "derived from bytes"),
    (28, "derived from str"),
    (29, "derived from dict"),
    (30, "derived from BaseException"),
    (31, "derived from type"),
)
_SUBCLASSES: dict[int, type] = {
    24: int, 25: list, 26: tuple, 27: bytes, 28: str, 29: dict, 30: BaseException, 31: type,
}  # fmt: skip
_NO_MORE = Proof("read", "Include/object.h defines flags in the low 32 bits alone.")
_NO_LIST = "NULL: no weak references, or the interpreter keeps them"
_SUITES = ("as_async.", "as_number.", "as_mapping.", "as_sequence.", "as_buffer.")


def add_type(reading: Reading, cls: Any) -> None:
    """Add the members of a type object, also of one whose metaclass is derived."""
    base = type.__dict__["__base__"].__get__(cls)
    referents = {id(each): each for each in gc.get_referents(cls)}
    begin = reading.layouts.size("PyVarObject")
    reading.member("PyVarObject", "ob_size", "length", "bytes of members that __slots__ of a metaclass add, often 0")
    heap = int(type.__dict__["__flags__"].__get__(cls)) & HEAP_TYPE
    for struct in ("PyTypeObject", *(["PyHeapTypeObject"] if heap else [])):
        for member in reading.layouts.members(struct):
            if member.offset >= begin and reading.shows(member.offset, member.size):
                _add_member(reading, cls, base, member, referents)
        reading.known_end = max(reading.known_end, min(reading.end, reading.layouts.size(struct)))
    if heap:
        _add_definitions(reading, cls)


def _add_member(reading: Reading, cls: Any, base: Any, member: Member, referents: dict[int, object]) -> None:
    if member.name == "tp_name":
        _add_name(reading, cls, member)
    elif member.name == "tp_flags":
        _add_flags(reading, cls, member)
    elif member.name == "tp_weaklist" and not reading.number(member.offset, member.size):
        # from 3.12 on the interpreter has the lists of its static types
        reading.add(member.name, member.c_type, member.offset, member.size, "pointer", _NO_LIST, NO_SECOND_SOURCE)
    elif _is_function(member):
        _add_function(reading, base, member)
    elif member.c_type.endswith("*"):
        add_pointer(reading, cls, _RECORD, member, referents)
    else:
        _add_number(reading, cls, member)


def _add_definitions(reading: Reading, cls: Any) -> None:
    """Add the PyMemberDef of each of `__slots__`, which end a type object."""
    layouts, names = reading.layouts, []
    for name, value in list(type.__dict__["__dict__"].__get__(cls).items()):
        if type(value) is MemberDescriptorType:
            names.append(str.__str__(name))
    width, first = layouts.size("PyMemberDef"), layouts.size("PyHeapTypeObject")
    count = max(0, reading.read("PyVarObject", "ob_size"))
    reading.known_end = min(reading.end, first + count * width)
    for index in range(count):
        for member in layouts.members("PyMemberDef"):
            offset = first + index * width + member.offset
            if not reading.shows(offset, member.size):
                return
            number = reading.number(offset, member.size)
            path, target, proof = f"members[{index}].{member.name}", None, NO_SECOND_SOURCE
            is_pointer = member.c_type.endswith("*")
            if member.name == "name":
                said = _text(number)
                # a private name is mangled in the namespace
                proof = compared(said in names, "x has a member descriptor of this name.")
                target = Target(repr(said))
            meaning = _DEFINITION.get(member.name, "")
            role = "pointer" if is_pointer else "data"
            reading.add(path, member.c_type, offset, member.size, role, meaning, proof, None, target=target)


_DEFINITION = {
    "name": "a slot",
    "type": "16: an object, an error where it is not set",
    "offset": "where it is, in bytes",
}


def _text(address: int) -> str:
    """The C text at an address, "" where it cannot be read."""
    for size in (256, 32, 8):  # less, where a longer read would go past the end of what is mapped
        try:
            return memory.read(address, size).split(b"\0")[0].decode("utf-8", "replace")
        except memory.BadAddress:
            continue
    return ""


def _is_function(member: Member) -> bool:
    return is_pointer(member) and not member.c_type.endswith("*")


def _add_name(reading: Reading, cls: Any, member: Member) -> None:
    pointer = reading.number(member.offset, member.size)
    name = visible(type.__dict__["__name__"].__get__(cls))
    said = _text(pointer)
    proof = compared(said.rpartition(".")[2] == name, "The text there ends in x.__name__.")
    target = Target(repr(said))
    reading.add("tp_name", member.c_type, member.offset, member.size, "pointer", "the name", proof, target=target)


def _add_flags(reading: Reading, cls: Any, member: Member) -> None:
    said = int(type.__dict__["__flags__"].__get__(cls))
    whole = reading.number(member.offset, member.size)
    known = dict(_FLAGS)
    for bit in range(32):
        on = whole >> bit & 1
        word = known.get(bit, "")
        proof = compared(on == said >> bit & 1, f"x.__flags__ >> {bit} & 1 says the same.")
        derived = _SUBCLASSES.get(bit)
        if derived is not None:
            proof = compared(
                bool(on) == (any(each is derived for each in type.__dict__["__mro__"].__get__(cls))),
                f"{derived.__name__} is in x.__mro__, or is not.",
            )
        meaning = f"{'' if on else 'not '}{word}" if word else "no meaning, or one that is private"
        place = member.offset + bit // 8
        reading.add(f"tp_flags bit {bit}", member.c_type, place, 1, "flags", meaning, proof, str(on), (bit % 8, 1))
    if member.size > 4:
        meaning = "0: unsigned long has room for more flags"
        reading.add("tp_flags high", member.c_type, member.offset + 4, member.size - 4, "flags", meaning, _NO_MORE)


def _add_function(reading: Reading, base: Any, member: Member) -> None:
    pointer = reading.number(member.offset, member.size)
    name, meaning = member.name, "NULL: not there"
    proof = NO_SECOND_SOURCE
    if pointer:
        meaning = "a C function of its own"
        if base is not None and not name.startswith(_SUITES):
            theirs = _of_base(base, member)
            if theirs == pointer:
                meaning = f"inherited from {describe(base)}"
                proof = Proof("verified", f"{describe(base)} has the same function in this slot.")
    reading.add(name, member.c_type, member.offset, member.size, "pointer", meaning, proof)


def _of_base(base: type, member: Member) -> int:
    try:
        return int.from_bytes(memory.read(id(base) + member.offset, member.size), sys.byteorder)
    except memory.BadAddress:
        return 0


def _add_number(reading: Reading, cls: Any, member: Member) -> None:
    attribute = _RECORD.attributes.get(member.name)
    signed = member.c_type == "Py_ssize_t"
    number = reading.number(member.offset, member.size, signed)
    proof = NO_SECOND_SOURCE
    if attribute is not None:
        proof = compared(number == type.__dict__[attribute].__get__(cls), f"x.{attribute} says the same.")
    meaning = _RECORD.meanings.get(member.name, "")
    reading.add(member.name, member.c_type, member.offset, member.size, "data", meaning, proof, str(number))
