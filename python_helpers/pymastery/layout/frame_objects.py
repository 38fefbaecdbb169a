"""Frame objects: the frame inside them, or where it is else.

Sources: Include/cpython/frameobject.h (3.10), Include/internal/pycore_frame.h (3.11 and later), Objects/frameobject.c.
"""

from __future__ import annotations

import gc
from types import FrameType

from pymastery.cpython import memory
from pymastery.cpython.frames import (
    IN_GENERATOR,
    IN_OBJECT,
    ON_THREAD,
    STRUCT,
    frame_inside,
    frame_states,
    is_tagged,
    prefix_of,
    variables,
)
from pymastery.cpython.models import Model
from pymastery.cpython.structs import Layouts
from pymastery.describe import describe
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.frame_members import InnerFrame, add_inner_frame
from pymastery.layout.frame_slots import add_rest, add_slots, pointers
from pymastery.layout.known import Asked, Known
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

_STRUCT = "PyFrameObject"
_ROOM = Proof("read", "Not in use: f_frame leads elsewhere.")
_BLOCKS = Proof("read", "The first f_iblock of them mean something, the others nothing.")


def add_frame_object(reading: Reading, frame: FrameType, model: Model) -> list[Block]:
    """Add the frame of a frame object.

    Returns:
        The block of the frame, where it is not in the memory of the object: on the stack of its thread while
        the function runs, or in a generator.
    """
    member = reading.layouts.find(_STRUCT, "f_frame")
    if member is None:
        add_own_slots(reading, frame, model, "x")
        return []
    inside = reading.layouts.offset(_STRUCT, "_f_frame_data")
    address = reading.number(member.offset, member.size)
    words = "the interpreter's own frame: code, variables and stack"
    if address == id(frame) + inside:
        proof = Proof("verified", "It equals id(x) plus the offset of _f_frame_data.")
        target = Target("_f_frame_data, in this object")
        reading.member(_STRUCT, "f_frame", "pointer", words, proof, target=target)
        asked = Asked(("x.f_code", frame.f_code), ("x", frame), ("x", frame))
        known = Known(asked, pointers(reading, inside), reading.layouts, model)
        add_inner_frame(InnerFrame(reading, inside, "_f_frame_data.", known, IN_OBJECT))
        return []
    block = _frame_elsewhere(reading, frame, address, model)
    proof = compared(block is not None, "frame_obj of it leads back to x, and its code is x.f_code.")
    reading.member(_STRUCT, "f_frame", "pointer", words, proof, target=Target(block.title, block.id) if block else None)
    room = "room for the frame, which moves here if this object outlives the call"
    add_rest(reading, "PyObject*", "_f_frame_data", inside, reading.end, room, _ROOM)
    reading.known_end = reading.end
    return [block] if block else []


def _frame_elsewhere(reading: Reading, frame: FrameType, address: int, model: Model) -> Block | None:
    """The block of a frame that is not in the frame object; None where it is not that of the object."""
    layouts, code = reading.layouts, frame.f_code
    slots = len(variables(code)) + code.co_stacksize
    size = layouts.offset(STRUCT, "localsplus") + slots * layouts.pointer_size
    try:
        data = memory.read(address, min(size, SHOWN))
    except memory.BadAddress:
        return None
    block = Reading("f_frame", STRUCT, address, 0, size, data, layouts)
    stored = block.read(STRUCT, "f_code", "f_executable", "f_executable.bits") & (~3 if is_tagged(layouts) else -1)
    if (stored, block.read(STRUCT, "frame_obj")) != (id(code), id(frame)):
        return None
    generator = generator_of(frame, layouts, address)
    owner, holder = (ON_THREAD, ("x", frame)) if generator is None else (IN_GENERATOR, ("the generator", generator))
    asked = Asked(("x.f_code", code), ("x", frame), holder)
    known = Known(asked, pointers(block, 0), layouts, model)
    add_inner_frame(InnerFrame(block, 0, "", known, owner))
    return block.finish()


def generator_of(frame: FrameType, layouts: Layouts, address: int = 0) -> object | None:
    """Return the generator, coroutine or async generator that a frame is of; None for any other frame.

    Args:
        frame: The frame object.
        layouts: The struct layouts that hold here.
        address: Of its `_PyInterpreterFrame`, from 3.11 on.
    """
    for each in gc.get_referrers(frame):
        prefix = prefix_of(type(each))
        if prefix is None:
            continue
        member = frame_inside(layouts, type(each))
        # a generator may hold the frame of another in a variable, and asked for its own would make one
        if id(each) + member.offset == address if member else getattr(each, f"{prefix}_frame") is frame:
            return each  # type: ignore[no-any-return]
    return getattr(frame, "f_generator", None)  # 3.14


# --- 3.10: variables and stack are in the frame object -------------------------------------------------------


def add_own_slots(reading: Reading, frame: FrameType, model: Model, name: str) -> None:
    """Add what a frame object of 3.10 knows of its own run, its variables and its stack.

    Args:
        reading: Its block.
        frame: The frame object.
        model: What the bits mean.
        name: What it is called in a proof: "x", or "x.gi_frame".
    """
    code, first = frame.f_code, reading.layouts.offset(_STRUCT, "f_localsplus")
    width, count = reading.layouts.pointer_size, len(variables(code))
    asked = Asked((f"{name}.f_code", code), (name, frame), (name, frame))
    known = Known(asked, pointers(reading, first), reading.layouts, model)
    state, depth = (_signed(reading, member) for member in ("f_state", "f_stackdepth"))
    at = id(frame) + first + count * width
    proof = compared(reading.read(_STRUCT, "f_valuestack") == at, "It is the address of the slot after the variables.")
    reading.member(_STRUCT, "f_valuestack", "pointer", "the bottom of the stack", proof)
    words = "on the stack" if depth >= 0 else "not saved: it runs, and its C code alone knows the top of its stack"
    proof = (
        compared(depth <= code.co_stacksize, f"It is at most {name}.f_code.co_stacksize.")
        if depth >= 0
        else NO_SECOND_SOURCE
    )
    reading.member(_STRUCT, "f_stackdepth", "length", words, proof, str(depth))
    lasti = _signed(reading, "f_lasti")
    proof = compared(
        (lasti * 2 if lasti >= 0 else -1) == frame.f_lasti, f"{name}.f_lasti is twice this, or -1 as well."
    )
    reading.member(_STRUCT, "f_lasti", "data", "the last instruction, in code units", proof, str(lasti))
    reading.member(_STRUCT, "f_state", "data", frame_states().get(state, ""), NO_SECOND_SOURCE, str(state))
    _add_generator_pointer(reading, frame)
    _add_block_stack(reading)
    top = count + depth if depth >= 0 else None
    add_slots(reading, "f_localsplus", first, code, known, top)
    end = first + (count + code.co_stacksize) * width
    spare = "room that this code does not need"
    add_rest(reading, "PyObject*", "f_localsplus", end, reading.end, spare, _SPARE)
    reading.known_end = reading.end


_SPARE = Proof("read", "x.f_code.co_stacksize slots follow the variables; the memory has more.")


def _signed(reading: Reading, name: str) -> int:
    member = reading.layouts.find(_STRUCT, name)
    assert member is not None
    return reading.number(member.offset, member.size, signed=True)


def _add_generator_pointer(reading: Reading, frame: FrameType) -> None:
    stored, generator = reading.read(_STRUCT, "f_gen"), generator_of(frame, reading.layouts)
    if generator is None:
        reading.member(_STRUCT, "f_gen", "pointer", "" if stored else "NULL: the frame of no generator")
        return
    proof = compared(stored == id(generator), "It is the id of the generator whose frame this is.")
    reading.member(_STRUCT, "f_gen", "pointer", "the generator, not counted", proof, target=Target(describe(generator)))


def _add_block_stack(reading: Reading) -> None:
    member = reading.layouts.find(_STRUCT, "f_blockstack")
    assert member is not None
    used = min(max(0, _signed(reading, "f_iblock")), 20)  # CO_MAXBLOCKS
    reading.member(_STRUCT, "f_iblock", "length", "blocks of try, with and for that it is in")
    size = member.size // 20
    for index in range(used):
        for place, name in enumerate(("b_type", "b_handler", "b_level")):
            offset = member.offset + index * size + place * 4
            reading.add(f"f_blockstack[{index}].{name}", "int", offset, 4, "data", _PARTS[name], NO_SECOND_SOURCE)
    first = member.offset + used * size
    add_rest(
        reading, "PyTryBlock", f"f_blockstack[{used}:20]", first, member.offset + member.size, "not in use", _BLOCKS
    )


_PARTS = {
    "b_type": "the opcode that began the block",
    "b_handler": "where its handler is, in code units",
    "b_level": "how deep the stack was",
}
