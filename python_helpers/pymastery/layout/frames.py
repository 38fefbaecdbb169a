"""Generators, coroutines and async generators: their state, and the frame that waits in them.

Sources: Include/cpython/genobject.h, from 3.14 on Include/internal/pycore_interpframe_structs.h; Objects/genobject.c.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from types import CodeType, FrameType
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.frames import CLEARED, IN_GENERATOR, STRUCT, frame_inside, frame_states, prefix_of
from pymastery.cpython.models import Model
from pymastery.describe import describe
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.frame_members import InnerFrame, add_inner_frame
from pymastery.layout.frame_objects import add_own_slots
from pymastery.layout.frame_slots import pointers
from pymastery.layout.known import Asked, Known
from pymastery.layout.members import Record, add_record
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared
from pymastery.layout.records import FRAME, NOT_SET

_NOT_USED = Proof("read", "An object of this type has no use for it, and nothing sets it.")


def add_generator(reading: Reading, obj: Any, record: Record, model: Model) -> list[Block]:
    """Add the state of a generator, coroutine or async generator, and the frame inside it.

    Args:
        reading: Its block.
        obj: The generator.
        record: How its own members are known.
        model: What the bits mean.

    Returns:
        The block of its frame object on 3.10, where the frame is outside.
    """
    prefix = prefix_of(type(obj)) or ""
    layouts = reading.layouts
    member = frame_inside(layouts, type(obj))
    if member is None:
        return _add_frame_outside(reading, obj, record.struct, prefix, model)
    for name in NOT_SET[prefix]:
        reading.member(record.struct, f"{prefix}_{name}", "padding", "not set", _NOT_USED, "")
    is_cleared = _add_state(reading, obj, record.struct, prefix, member.offset) == CLEARED
    made = member.offset + layouts.offset(STRUCT, "frame_obj")
    has_object = not is_cleared and reading.number(made, layouts.pointer_size)
    # to ask for the frame object would make one
    frame: FrameType | None = getattr(obj, f"{prefix}_frame") if has_object else None
    code: CodeType = getattr(obj, f"{prefix}_code")
    asked = Asked((f"x.{prefix}_code", code), (f"x.{prefix}_frame", frame) if frame else None, ("x", obj))
    known = Known(asked, pointers(reading, member.offset), layouts, model)
    add_inner_frame(InnerFrame(reading, member.offset, f"{prefix}_iframe.", known, IN_GENERATOR, is_cleared))
    return []


def _add_state(reading: Reading, obj: Any, struct: str, prefix: str, base: int) -> str:
    member = reading.layouts.find(struct, f"{prefix}_frame_state")
    assert member is not None
    state = reading.number(member.offset, member.size, signed=True)
    words = frame_states().get(state, "")
    # of an async generator, running says whether something awaits its next item, which is another member
    asked = ("suspended",) if prefix == "ag" else ("suspended", "running")
    said = {name: getattr(obj, f"{prefix}_{name}", None) for name in asked}
    called = reading.layouts.offset(STRUCT, "f_func", "f_funcobj", "f_funcobj.bits")
    function = reading.number(base + called, reading.layouts.pointer_size) & ~3
    has_frame = any(id(each) == function for each in gc.get_referents(obj))
    holds = has_frame == (words != CLEARED) and all(
        answer is None or answer == words.startswith(name) for name, answer in said.items()
    )
    answers = [f"x.{prefix}_{name} is {answer}" for name, answer in said.items() if answer is not None]
    visits = f"gc.get_referents(x) has {'its' if has_frame else 'no'} function"
    proof = compared(holds, f"{' and '.join([*answers, visits])}.") if words else NO_SECOND_SOURCE
    reading.add(member.name, member.c_type, member.offset, member.size, "data", words, proof, str(state))
    return words


def _add_frame_outside(reading: Reading, obj: Any, struct: str, prefix: str, model: Model) -> list[Block]:
    """Add the pointer to the frame object of a generator (3.10)."""
    name = f"{prefix}_frame"
    frame: FrameType | None = getattr(obj, name)
    stored = reading.read(struct, name)
    if frame is None:
        proof = compared(not stored, f"x.{name} is None.")
        reading.member(struct, name, "pointer", "NULL: it has finished, and its frame is gone", proof)
        return []
    block = _frame_block(reading, name, frame, model) if stored == id(frame) else None
    proof = compared(stored == id(frame), f"It equals id(x.{name}).")
    target = Target(describe(frame), name if block else None)
    reading.member(struct, name, "pointer", "its frame: code, variables and stack", proof, target=target)
    return [block] if block else []


def _frame_block(reading: Reading, name: str, frame: FrameType, model: Model) -> Block | None:
    size = object.__sizeof__(frame)
    try:
        data = memory.read(id(frame), min(size, SHOWN))
    except memory.BadAddress:
        return None
    inner = Reading(name, FRAME.struct, id(frame), 0, size, data, reading.layouts)
    inner.member("PyObject", "ob_refcnt", "refcount", "references to the frame object")
    proof = compared(inner.read("PyObject", "ob_type") == id(FrameType), "It equals id(types.FrameType).")
    inner.member("PyObject", "ob_type", "type", "the class of this object", proof, target=Target(describe(FrameType)))
    getters = {
        member: (f"x.{name}.{attribute}", FrameType.__dict__[attribute].__get__)
        for member, attribute in FRAME.attributes.items()
    }
    add_record(inner, frame, replace(FRAME, attributes={}, getters=getters))
    add_own_slots(inner, frame, model, f"x.{name}")
    return inner.finish()
