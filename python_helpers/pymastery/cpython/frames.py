"""Frames of the interpreter: which slot is which variable, and what the bits of a slot mean.

Sources: Include/cpython/frameobject.h (3.10); Include/internal/pycore_frame.h (3.11 and later), from 3.14 on also
pycore_interpframe_structs.h and pycore_stackref.h; InternalDocs/frames.md.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from types import AsyncGeneratorType, CodeType, CoroutineType, FrameType, GeneratorType
from typing import Any, NamedTuple

from pymastery.cpython import memory
from pymastery.cpython.opcodes import CELLS_ARE_VARIABLES, cell_names, variable_names
from pymastery.cpython.structs import Layouts, Member, layouts_here

STRUCT = "_PyInterpreterFrame"
OWNERS = {0: "on the stack of its thread", 1: "in a generator, coroutine or async generator", 2: "in its frame object"}
"""Where a frame is, by `owner`; a larger number is a frame that C code has put between others."""
ON_THREAD, IN_GENERATOR, IN_OBJECT = OWNERS
_GENERATORS: tuple[tuple[type, str, str], ...] = (
    (GeneratorType, "PyGenObject", "gi"),
    (CoroutineType, "PyCoroObject", "cr"),
    (AsyncGeneratorType, "PyAsyncGenObject", "ag"),
)

_TAG, _NOT_COUNTED, _INTEGER = 3, 1, 3


class UnknownFrame(Exception):
    """A frame's memory is not what the headers say, or cannot be read; the message says what is amiss."""


class StackRef(NamedTuple):
    """What a slot holds.

    Attributes:
        address: Of the object; 0 for NULL, and for what is no reference.
        is_borrowed: Whether the reference is not counted, because it is borrowed or the object is immortal.
        number: A tagged int, which is no object; None for a reference.
    """

    address: int
    is_borrowed: bool = False
    number: int | None = None


class Variable(NamedTuple):
    """A variable of a frame.

    Attributes:
        name: As the source has it, or as the compiler makes it up: ".0".
        kind: "local"; "cell", of a variable that inner functions share; "free", a cell of an outer function.
        address: Of the object that it is bound to, or of the cell; 0 where it is not bound.
        is_borrowed: Whether the reference is not counted.
    """

    name: str
    kind: str
    address: int
    is_borrowed: bool


def localsplus(frame: FrameType) -> list[Variable]:
    """Return the variables of a frame as its memory has them, also while it runs; the frame does not change.

    `frame.f_locals` would make and fill a dict on 3.12 and earlier. Here no object of the learner is touched: to
    find which variable holds an object, compare `address` with its id. Of a variable that functions share, the
    slot holds the cell; a comparison with `id` of one of `function.__closure__` finds it.

    Args:
        frame: Any frame object: of a running function, of a traceback, of a generator.

    Returns:
        One entry a slot, in the order of `PyFrameObject.f_localsplus` (3.10) or `_PyInterpreterFrame.localsplus`:
        arguments and other locals, cells, free variables. On 3.10 an argument that inner functions share has two,
        and the first of them is unbound. The names of a module or of a class body are in a dict instead.

    Raises:
        TypeError: For anything but a frame object.
        UnknownFrame: Where no struct layouts are known or they do not hold for this frame.
        NoReader: Where the system allows no guarded read.
    """
    if type(frame) is not FrameType:
        raise TypeError("only a frame object has variables in slots")
    layouts = _layouts()
    names = variables(frame.f_code)
    width = layouts.pointer_size
    try:
        first, top = _slots(layouts, frame)
        data = memory.read(first, len(names) * width)
    except memory.BadAddress as error:
        raise UnknownFrame(f"the frame cannot be read: {error}") from None
    found = []
    for index, (name, kind) in enumerate(names):
        bits = int.from_bytes(data[index * width : (index + 1) * width], sys.byteorder)
        # above the saved top is what a frame that has been cleared leaves behind
        ref = StackRef(0) if top is not None and index >= top else stack_ref(bits, layouts)
        found.append(Variable(name, kind, ref.address, ref.is_borrowed))
    return found


def variables(code: CodeType) -> list[tuple[str, str]]:
    """Return name and kind ("local", "cell" or "free") of each variable of a code object, slot by slot."""
    names = variable_names(code) if CELLS_ARE_VARIABLES else [*code.co_varnames, *cell_names(code)]
    first_free = len(names) - len(code.co_freevars)
    # 3.11+: an argument that is shared becomes the cell in its own slot
    first_cell = 0 if CELLS_ARE_VARIABLES else code.co_nlocals
    cells = set(code.co_cellvars)

    def kind(index: int, name: str) -> str:
        if index >= first_free:
            return "free"
        return "cell" if index >= first_cell and name in cells else "local"

    return [(name, kind(index, name)) for index, name in enumerate(names)]


def prefix_of(cls: type) -> str | None:
    """Return what the members of a generator, coroutine or async generator begin with; None for any other type."""
    return next((prefix for each, _, prefix in _GENERATORS if each is cls), None)


def frame_inside(layouts: Layouts, cls: type) -> Member | None:
    """Return where a generator, coroutine or async generator has its frame; None where it is no part of it (3.10)."""
    found = [(struct, prefix) for each, struct, prefix in _GENERATORS if each is cls]
    names = [f"{prefix}_iframe{rest}" for _, prefix in found for rest in ("", ".f_executable.bits")]
    return layouts.find(found[0][0], *names) if found else None


def is_tagged(layouts: Layouts) -> bool:
    """Return whether slots are tagged references (`_PyStackRef`, 3.14), not plain pointers."""
    member = layouts.find(STRUCT, "localsplus")
    return member is not None and member.c_type.startswith("_PyStackRef")


def stack_ref(bits: int, layouts: Layouts) -> StackRef:
    """Return what the bits of a slot mean (Include/internal/pycore_stackref.h)."""
    if not is_tagged(layouts):
        return StackRef(bits)
    tag = bits & _TAG
    if tag == _INTEGER:
        half = 1 << (8 * layouts.pointer_size - 1)
        return StackRef(0, number=((bits ^ half) - half) >> 2)
    # NULL has the tag of what is not counted; what has only the other bit is no reference to an object (3.15)
    address = bits & ~_TAG if tag in (0, _NOT_COUNTED) else 0
    return StackRef(address, bool(address) and tag == _NOT_COUNTED)


def top_of(layouts: Layouts, first: int, stored: int) -> int | None:
    """Return how many slots are in use, variables among them; None where a running frame has not saved it.

    Args:
        layouts: The struct layouts that hold here.
        first: Address of the first slot.
        stored: `stacktop` (before 3.14) or `stackpointer`.
    """
    if layouts.find(STRUCT, "stackpointer") is None:
        return None if stored == -1 else stored
    return (stored - first) // layouts.pointer_size if stored else None


def _slots(layouts: Layouts, frame: FrameType) -> tuple[int, int | None]:
    """The address of a frame's slots, and how many are in use."""

    def number(struct: str, base: int, *names: str) -> int:
        member = layouts.find(struct, *names)
        assert member is not None
        data = memory.read(base + member.offset, member.size)
        return int.from_bytes(data, sys.byteorder, signed=member.c_type == "int")

    if layouts.find("PyFrameObject", "f_localsplus"):
        _check(number("PyFrameObject", id(frame), "f_code") == id(frame.f_code), "f_code")
        return id(frame) + layouts.offset("PyFrameObject", "f_localsplus"), None
    inner = number("PyFrameObject", id(frame), "f_frame")
    code = number(STRUCT, inner, "f_code", "f_executable", "f_executable.bits")
    _check(code & ~_TAG == id(frame.f_code), "f_executable")
    # a frame in its own object has no need of the way back; elsewhere the memory may be another frame's by now
    in_object = inner == id(frame) + layouts.offset("PyFrameObject", "_f_frame_data")
    _check(in_object or number(STRUCT, inner, "frame_obj") == id(frame), "frame_obj")
    first = inner + layouts.offset(STRUCT, "localsplus")
    return first, top_of(layouts, first, number(STRUCT, inner, "stacktop", "stackpointer"))


def _check(holds: bool, member: str) -> None:
    if not holds:
        raise UnknownFrame(f"{member} of the frame is not where the headers of this version have it")


@cache
def _layouts() -> Layouts:
    layouts = layouts_here()
    if layouts is None:
        raise UnknownFrame("no struct layouts are known for this interpreter")
    return layouts


# --- what the interpreter itself says ----------------------------------------------------------------------


def variable_getter() -> Callable[[FrameType, str], object] | None:
    """Return what asks for a variable of a frame without changing it, None where there is nothing (before 3.12).

    It is PyFrame_GetVar of the C API, which gives what a variable is bound to, through its cell if there is one,
    and raises NameError where it is not bound.
    """
    try:
        call: Any = ctypes.pythonapi["PyFrame_GetVar"]
    except AttributeError:
        return None
    call.restype, call.argtypes = ctypes.py_object, (ctypes.py_object, ctypes.py_object)
    return call  # type: ignore[no-any-return]


def frame_states() -> dict[int, str]:
    """Return what `gi_frame_state` (3.10: `f_state` of the frame) means, by value (enum _framestate)."""
    minor = sys.version_info[1]
    if minor >= 15:
        return {0: CREATED, 1: SUSPENDED, 2: _DELEGATING, 3: _DELEGATING, 4: EXECUTING, 5: CLEARED}
    if minor >= 13:
        return {-3: CREATED, -2: SUSPENDED, -1: _DELEGATING, 0: EXECUTING, 1: _COMPLETED, 4: CLEARED}
    unwound = {2: "unwinding", 3: "raised"} if minor == 10 else {}
    return {-2: CREATED, -1: SUSPENDED, 0: EXECUTING, 1: _COMPLETED, 4: CLEARED, **unwound}


CREATED, SUSPENDED, EXECUTING, CLEARED = "created", "suspended", "running", "cleared"
_DELEGATING, _COMPLETED = "suspended in yield from or await", "completed"
