"""The members of `_PyInterpreterFrame`: Include/internal/pycore_frame.h, from 3.14 on pycore_interpframe_structs.h."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import CodeType, FrameType, FunctionType

from pymastery.cpython import memory
from pymastery.cpython.frames import IN_OBJECT, OWNERS, STRUCT, StackRef, is_tagged, stack_ref, top_of, variables
from pymastery.cpython.structs import Member
from pymastery.describe import describe
from pymastery.layout.facts import Proof, Target
from pymastery.layout.frame_slots import add_slots
from pymastery.layout.known import Answer, Known
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared, is_signed

_WIDTH = 60
_LEFT_OVER = Proof("read", "The frame has been cleared: what is left in it means nothing.")
_NO_CALL = Proof("read", "It means something during a call alone, and the frame does not run.")
_NUMBERS = {
    "return_offset": "during a call: how far behind it the frame goes on",
    "is_entry": "1: C code called it; 0: the interpreter's loop goes on in it",
    "visited": "used by the collector",
    "tlbc_index": "which copy of the instructions its thread runs",
}


@dataclass(frozen=True)
class InnerFrame:
    """A `_PyInterpreterFrame` in a block.

    Attributes:
        reading: The block.
        base: Offset of the frame in the block.
        prefix: Of the names of its members, such as "gi_iframe.".
        known: What its references may lead to.
        owner: Where it is: a key of OWNERS.
        is_cleared: Whether it holds nothing any more.
    """

    reading: Reading
    base: int
    prefix: str
    known: Known
    owner: int
    is_cleared: bool = False

    @property
    def code(self) -> CodeType:
        """The code that it runs."""
        return self.known.asked.code[1]

    @property
    def frame(self) -> FrameType | None:
        """Its frame object, None where none has been made."""
        return self.known.asked.frame[1] if self.known.asked.frame else None

    def number(self, *names: str) -> int:
        """Return the value of the first of these members that there is; 0 where it is not shown."""
        member = self.reading.layouts.find(STRUCT, *names)
        if member is None or not self.reading.shows(self.base + member.offset, member.size):
            return 0
        signed = is_signed(member) or member.c_type == "int"
        return self.reading.number(self.base + member.offset, member.size, signed)

    @property
    def first(self) -> int:
        """Offset of localsplus in the block."""
        return self.base + self.reading.layouts.offset(STRUCT, "localsplus")

    @property
    def top(self) -> int | None:
        """Slots in use, None where that has not been saved."""
        stored = self.number("stacktop", "stackpointer")
        return top_of(self.reading.layouts, self.reading.address + self.first, stored)

    def function(self) -> tuple[FunctionType | None, Proof]:
        """Return the function that it runs, as far as something confirms it."""
        return self.known.function(self.number("f_func", "f_funcobj", "f_funcobj.bits") & ~3)


def add_inner_frame(inner: InnerFrame) -> None:
    """Add the members of a frame, its variables and its stack."""
    for member in inner.reading.layouts.members(STRUCT):
        if member.name != "localsplus":
            _add_member(inner, member)
    add_slots(inner.reading, "localsplus", inner.first, inner.code, inner.known, inner.top, inner.is_cleared)


def _add_member(inner: InnerFrame, member: Member) -> None:
    name, offset = member.name.removesuffix(".bits"), inner.base + member.offset
    c_type = "_PyStackRef" if member.name.endswith(".bits") else member.c_type
    role = "pointer" if c_type.endswith(("*", "_PyStackRef")) else "data"
    stored = inner.number(member.name)
    title = inner.prefix + name
    if inner.is_cleared and name not in ("f_code", "f_executable", "owner"):
        inner.reading.add(title, c_type, offset, member.size, "padding", "left over", _LEFT_OVER, "")
        return
    if name == "return_offset" and not inner.number("previous"):
        inner.reading.add(title, c_type, offset, member.size, "padding", "not in use", _NO_CALL, "")
        return
    if name == "owner":
        meaning, answer = _owner(inner, stored)
    elif name in ("stacktop", "stackpointer"):
        meaning, answer = _top(inner)
    elif name in ("prev_instr", "instr_ptr"):
        meaning, answer = _instruction(inner, stored)
    elif name == "previous":
        meaning, answer = _previous(inner, stored)
    elif role == "pointer":
        meaning, answer = _object(inner, name, stored)
    else:
        meaning, answer = _NUMBERS.get(name, ""), Answer(NO_SECOND_SOURCE)
    value = str(stored) if role == "data" else None
    inner.reading.add(title, c_type, offset, member.size, role, meaning, answer.proof, value, target=answer.target)


def _owner(inner: InnerFrame, stored: int) -> tuple[str, Answer]:
    found = OWNERS[inner.owner]
    return OWNERS.get(stored, "C code"), Answer(compared(stored == inner.owner, f"It has been found {found}."))


def _top(inner: InnerFrame) -> tuple[str, Answer]:
    top, count, room = inner.top, len(variables(inner.code)), inner.code.co_stacksize
    if top is None:
        return "not saved: it runs, and its C code alone knows the top of its stack", Answer(NO_SECOND_SOURCE)
    if not top and count:
        return "no slot is in use: it has been cleared", Answer(NO_SECOND_SOURCE)
    how = "It is not below the variables, and not above them by more than co_stacksize of the code."
    words = f"{count} variable{'' if count == 1 else 's'}, then {top - count} on the stack"
    return words, Answer(compared(count <= top <= count + room, how))


def _instruction(inner: InnerFrame, stored: int) -> tuple[str, Answer]:
    at = stored - id(inner.code) - inner.reading.layouts.offset("PyCodeObject", "co_code_adaptive")
    meaning = f"the instruction at offset {at}" if at >= 0 else "before the first instruction"
    if inner.number("tlbc_index"):  # its thread runs a copy of the instructions
        return "the last instruction", Answer(NO_SECOND_SOURCE)
    if inner.frame is not None:
        said = inner.frame.f_lasti
        return meaning, Answer(compared(max(at, -1) == said, "f_lasti of the frame object is the same offset."))
    holds = -2 <= at < len(inner.code.co_code)
    return meaning, Answer(compared(holds, "It leads into the instructions of the code."))


def _previous(inner: InnerFrame, stored: int) -> tuple[str, Answer]:
    if not stored:
        return "NULL: nothing waits for it", Answer(NO_SECOND_SOURCE)
    try:
        made, owner = (_number_at(inner, stored, name) for name in ("frame_obj", "owner"))
    except memory.BadAddress:
        return "the frame of the caller", Answer(NO_SECOND_SOURCE)
    asked = inner.known.asked.frame
    if owner not in OWNERS:
        return "a frame that C code put between it and the caller", Answer(NO_SECOND_SOURCE)
    if not made or asked is None:
        # to ask for f_back would make a frame object of the caller
        return "the frame of the caller", Answer(NO_SECOND_SOURCE)
    back = asked[1].f_back
    proof = compared(made == id(back), f"Its frame_obj equals id({asked[0]}.f_back).")
    return "the frame of the caller", Answer(proof, Target(describe(back and back.f_code, _WIDTH)))


def _number_at(inner: InnerFrame, address: int, name: str) -> int:
    member = inner.reading.layouts.find(STRUCT, name)
    assert member is not None
    return int.from_bytes(memory.read(address + member.offset, member.size), sys.byteorder)


_MEANINGS = {
    "f_code": "what it runs",
    "f_executable": "what it runs",
    "f_func": "the function that was called",
    "f_funcobj": "the function that was called",
    "f_globals": "where global names are looked up",
    "f_builtins": "where they are looked up next",
    "f_locals": "the namespace of a module or class, else a dict for f_locals",
    "frame_obj": "its frame object",
}
_NULLS = {"f_locals": "NULL: the variables are in localsplus alone", "frame_obj": "NULL: nobody has asked for one"}


def _object(inner: InnerFrame, name: str, stored: int) -> tuple[str, Answer]:
    ref = stack_ref(stored, inner.reading.layouts) if name in _TAGGED else StackRef(stored)
    if not ref.address:
        if name == "frame_obj" and inner.owner == IN_OBJECT:
            return "NULL: the frame is in it", Answer(NO_SECOND_SOURCE)
        return _NULLS.get(name, "NULL"), Answer(NO_SECOND_SOURCE)
    meaning = _MEANINGS.get(name, "")
    if name in _TAGGED and is_tagged(inner.reading.layouts):
        meaning += "; not counted: borrowed, or immortal" if ref.is_borrowed else "; owned: counted"
    if name in ("f_func", "f_funcobj"):
        function, proof = inner.function()
        return meaning, Answer(proof, Target(describe(function, _WIDTH)) if function else None)
    said, how = _said(inner, name)
    if not how:
        return meaning, inner.known.value(ref)
    return meaning, Answer(compared(ref.address == id(said), f"It equals id({how})."), Target(describe(said, _WIDTH)))


_TAGGED = ("f_executable", "f_funcobj")


def _said(inner: InnerFrame, name: str) -> tuple[object, str]:
    """What the interpreter says that a member leads to, and how it is asked; "" where nothing says it."""
    asked = inner.known.asked
    if name in ("f_code", "f_executable"):
        return asked.code[1], asked.code[0]
    if name in ("f_globals", "f_builtins"):
        if asked.frame is not None:
            return getattr(asked.frame[1], name), f"{asked.frame[0]}.{name}"
        function, proof = inner.function()
        attribute = name.replace("f_", "__") + "__"
        if function is not None and proof.status == "verified":
            return getattr(function, attribute), f"function.{attribute}"
    if name == "f_locals" and asked.frame is not None and inner.number(name) == id(asked.frame[1].f_globals):
        return asked.frame[1].f_globals, f"{asked.frame[0]}.f_globals"  # of a module they are one dict
    if name == "frame_obj" and asked.frame is not None:
        return asked.frame[1], asked.frame[0]
    return None, ""
