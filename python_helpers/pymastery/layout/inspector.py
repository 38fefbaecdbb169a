"""The memory of one object, read at one moment and understood field by field."""

from __future__ import annotations

import sys
from array import array
from collections import deque
from dataclasses import dataclass
from functools import cache
from types import CodeType, FrameType
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.frames import prefix_of
from pymastery.cpython.models import HEAP_TYPE, Model, model_here
from pymastery.cpython.structs import Layouts, disagreements, layouts_here
from pymastery.describe import describe, family, issubclass_exactly, safe_sizeof, type_name
from pymastery.interpreter import interpreter, unknown_notice
from pymastery.layout.binary import add_array, add_bytearray, add_bytes, add_code_units, add_shape
from pymastery.layout.characters import add_str, size_of
from pymastery.layout.classes import add_type
from pymastery.layout.deques import add_deque
from pymastery.layout.facts import Block, Layout
from pymastery.layout.foreign import add_foreign, is_foreign
from pymastery.layout.frame_objects import add_frame_object
from pymastery.layout.frames import add_generator
from pymastery.layout.header import add_header, add_pre_header, start_of
from pymastery.layout.instances import add_attributes
from pymastery.layout.mappings import add_dict
from pymastery.layout.members import Record, add_record, fixed_size
from pymastery.layout.numbers import add_complex, add_float, add_int
from pymastery.layout.reading import SHOWN, Reading, compared
from pymastery.layout.records import record_of
from pymastery.layout.sequences import add_list, add_tuple
from pymastery.layout.sets import add_set
from pymastery.layout.slots import add_slots

_FLAGS = type.__dict__["__flags__"].__get__
_BASICSIZE = type.__dict__["__basicsize__"].__get__
_ITEMSIZE = type.__dict__["__itemsize__"].__get__
_STRUCTS: tuple[tuple[type, str], ...] = (
    (int, "PyLongObject"),
    (float, "PyFloatObject"),
    (str, "PyUnicodeObject"),
    (tuple, "PyTupleObject"),
    (list, "PyListObject"),
    (dict, "PyDictObject"),
    (complex, "PyComplexObject"),
    (bytes, "PyBytesObject"),
    (bytearray, "PyByteArrayObject"),
    (set, "PySetObject"),
    (frozenset, "PySetObject"),
    (array, "arrayobject"),
    (deque, "dequeobject"),
)


@dataclass(frozen=True)
class Source:
    """What memory can be understood with here.

    Attributes:
        layouts: The struct layouts that the self-test has found to hold.
        model: What the bits mean.
        own_references: References to its argument that one Python call adds, as measured.
        asked_references: References that sys.getrefcount adds itself, as measured.
    """

    layouts: Layouts
    model: Model
    own_references: int
    asked_references: int


@dataclass(frozen=True)
class Extent:
    """Where an object's block starts, from its address, and how many bytes it has."""

    start: int
    size: int

    @property
    def shown(self) -> int:
        """Bytes that are read."""
        return min(self.size, SHOWN)


@cache
def source() -> Source | str:
    """Return what memory is understood with, or one sentence that says why it is not read here."""
    notice = unknown_notice()
    layouts = None if notice else layouts_here()
    if layouts is None:
        return notice or f"No struct layouts are known for {interpreter().name}, so only public facts are shown."
    try:
        memory.reader()
    except memory.NoReader as error:
        return f"{error} Only public facts are shown."
    wrong = disagreements(layouts, memory.read)
    if wrong:
        return f"This build's memory differs from {layouts.key}'s headers ({wrong[0]}), so only public facts are shown."
    model = model_here()
    return Source(layouts, model, _own_references(layouts), _asked_references())


def _own_references(layouts: Layouts) -> int:
    def counted(obj: object) -> int:
        member = layouts.find("PyObject", "ob_refcnt", "ob_ref_local")
        assert member is not None
        return int.from_bytes(memory.read(id(obj) + member.offset, member.size), sys.byteorder)

    fresh = object()
    return counted(fresh) - 1


def _asked_references() -> int:
    fresh = object()
    count = sys.getrefcount(fresh)
    return count - 1


def extent(where: Source, obj: object) -> Extent:
    """Return where the block of an object lies, words in front of it included."""
    start = start_of(obj, where.layouts, where.model)
    return Extent(start, _size(where, obj) - start)


def _size(where: Source, obj: Any) -> int:
    cls = type(obj)
    if issubclass_exactly(cls, int):
        return int.__sizeof__(obj)
    if issubclass_exactly(cls, str):
        return size_of(obj, where.layouts)
    if issubclass_exactly(cls, type) and not int(_FLAGS(obj)) & HEAP_TYPE:
        return where.layouts.size("PyTypeObject")  # one that C declares has no part for what Python adds
    if _has_frame_inside(where, cls):
        return int(cls.__dict__["__sizeof__"](obj))  # no ob_size counts the slots of the frame
    # basic size and items of the type, computed in C: no __sizeof__ of the learner's is asked
    return max(object.__sizeof__(obj), where.layouts.size("PyObject"))


def _has_frame_inside(where: Source, cls: type) -> bool:
    """Whether it is a generator or its like, or a frame object, of 3.11 or later."""
    return (prefix_of(cls) is not None or cls is FrameType) and "_PyInterpreterFrame" in where.layouts


def inspect(where: Source, obj: object, span: Extent, data: bytes, count: int) -> Layout:
    """Return the facts of an object whose bytes have been copied.

    Args:
        where: What memory is understood with.
        obj: The object; the caller holds it.
        span: Where its block lies.
        data: The first bytes of the block.
        count: sys.getrefcount(obj), asked right after the copy.

    Returns:
        The object's block first, then the memory it owns elsewhere. A value that an independent
        answer contradicts is not shown as fact.
    """
    reading = Reading("object", _title(obj), id(obj), span.start, span.size, data, where.layouts)
    add_pre_header(reading, obj, where.model)
    add_header(reading, obj, where.model, count, where.own_references, where.asked_references)
    blocks = [*_add_body(reading, obj, where.model), *add_attributes(reading, obj)]
    return public_facts(obj, (reading.finish(), *blocks))


def public_facts(obj: object, blocks: tuple[Block, ...] = (), notice: str | None = None) -> Layout:
    """Return what the public API says of an object, with the blocks read of it."""
    return Layout(
        interpreter=interpreter(),
        type=type_name(type(obj)),
        family=family(obj),
        repr=describe(obj),
        address=id(obj),
        getsizeof=safe_sizeof(obj),
        blocks=blocks,
        notice=notice,
    )


def _title(obj: object) -> str:
    cls = type(obj)
    if issubclass_exactly(cls, type):
        return "PyHeapTypeObject" if int(_FLAGS(obj)) & HEAP_TYPE else "PyTypeObject"
    if cls is str:
        return "PyASCIIObject" if str.isascii(obj) else "PyCompactUnicodeObject"  # type: ignore[arg-type]
    found = next((struct for base, struct in _STRUCTS if issubclass_exactly(cls, base)), None)
    record = record_of(cls)
    if found is None and record is not None:
        return record.struct
    return found or ("PyVarObject" if _ITEMSIZE(cls) else "PyObject")


def _add_body(reading: Reading, obj: Any, model: Model) -> list[Block]:
    cls = type(obj)
    if issubclass_exactly(cls, int):
        add_int(reading, obj, model)
    elif issubclass_exactly(cls, float):
        add_float(reading, obj)
    elif issubclass_exactly(cls, str):
        return add_str(reading, obj, model)
    elif issubclass_exactly(cls, tuple):
        add_tuple(reading, obj)
    elif issubclass_exactly(cls, list):
        return add_list(reading, obj)
    elif issubclass_exactly(cls, dict):
        return add_dict(reading, obj, model)
    elif issubclass_exactly(cls, complex):
        add_complex(reading, obj)
    elif issubclass_exactly(cls, bytes):
        add_bytes(reading, obj)
    elif issubclass_exactly(cls, bytearray):
        return add_bytearray(reading, obj)
    elif issubclass_exactly(cls, set) or issubclass_exactly(cls, frozenset):
        return add_set(reading, obj)
    elif issubclass_exactly(cls, array):
        return add_array(reading, obj)
    elif issubclass_exactly(cls, deque):
        return add_deque(reading, obj)
    elif issubclass_exactly(cls, type):
        add_type(reading, obj)
    elif is_foreign(cls):
        return add_foreign(reading, obj)
    else:
        return _add_other(reading, obj, model)
    return []


def _is_known(reading: Reading, record: Record) -> bool:
    """Whether the fixed members fit into what the interpreter says that each object of the type has."""
    return record.struct in reading.layouts and fixed_size(reading, record.struct) <= _BASICSIZE(record.base)


def _add_other(reading: Reading, obj: Any, model: Model) -> list[Block]:
    cls = type(obj)
    record = record_of(cls)
    if record is not None and _is_known(reading, record):
        add_record(reading, obj, record)
        if cls is CodeType:
            add_code_units(reading, obj)
        elif cls is memoryview:
            add_shape(reading, obj)
        elif cls is FrameType:
            return add_frame_object(reading, obj, model)
        elif prefix_of(cls):
            return add_generator(reading, obj, record, model)
        return []
    if _ITEMSIZE(cls):
        stored = reading.read("PyVarObject", "ob_size")
        holds = object.__sizeof__(obj) == _BASICSIZE(cls) + _ITEMSIZE(cls) * abs(stored)
        how = "object.__sizeof__(x) is type(x).__basicsize__ plus this many times type(x).__itemsize__."
        reading.member("PyVarObject", "ob_size", "length", "items", compared(holds, how))
        reading.known_end = reading.layouts.offset("PyVarObject", "ob_size") + reading.layouts.pointer_size
    add_slots(reading, obj)
    return []
