"""The slots of a frame: variables first, then the stack, in use up to its top."""

from __future__ import annotations

from collections.abc import Sequence
from types import CodeType

from pymastery.cpython.frames import StackRef, is_tagged, stack_ref, variables
from pymastery.describe import bounded
from pymastery.layout.facts import Proof
from pymastery.layout.known import Answer, Known
from pymastery.layout.reading import Reading

_KINDS = {
    "local": "local variable",
    "cell": "variable that inner functions share: its cell",
    "free": "variable of an outer function: its cell",
}
_UNBOUND = {"local": "NULL: not bound", "cell": "NULL: no cell yet", "free": "NULL: no cell yet"}
_ABOVE = Proof("read", "Above the top of the stack nothing in a frame means anything.")
_CLEARED = Proof("read", "The frame has been cleared: what is left in it means nothing.")
_RUNNING = Proof("unknown", "It runs, so where its stack ends is known to the interpreter's C code alone: not decoded.")
_OUT_OF_BOUNDS = Proof("unknown", "The top of the stack is not within what the code needs at most: not decoded.")


def add_slots(
    reading: Reading, array: str, first: int, code: CodeType, known: Known, top: int | None, is_cleared: bool = False
) -> None:
    """Add variables and stack of a frame.

    Args:
        reading: The block that they are in.
        array: The name of their array in its struct.
        first: Offset of the first slot in the block.
        code: That the frame runs.
        known: What they may lead to.
        top: Slots in use, variables among them; None where that has not been saved.
        is_cleared: Whether the frame holds nothing any more.
    """
    names, width = variables(code), reading.layouts.pointer_size
    c_type = "_PyStackRef" if is_tagged(reading.layouts) else "PyObject*"
    used = 0 if is_cleared else len(names) if top is None else top
    for index, (name, kind) in enumerate(names):
        offset, title = first + index * width, f"{array}[{index}]: {bounded(name)}"
        if index >= used:
            # nor is the interpreter asked: of a cleared frame it may give objects that are gone (gh-125723)
            left = "not bound: left over" if not is_cleared else "left over"
            reading.add(title, c_type, offset, width, "padding", left, _CLEARED, "")
        elif reading.shows(offset, width):
            ref = stack_ref(reading.number(offset, width), reading.layouts)
            meaning = _KINDS[kind] if ref.address else _UNBOUND[kind]
            _add_slot(reading, title, c_type, offset, ref, meaning, known.variable(name, kind, ref))
    _add_stack(reading, c_type, first + len(names) * width, code, known, used - len(names), top is None, is_cleared)


def _add_stack(
    reading: Reading, c_type: str, first: int, code: CodeType, known: Known, depth: int, runs: bool, is_cleared: bool
) -> None:
    width, room = reading.layouts.pointer_size, code.co_stacksize
    end = first + room * width
    if is_cleared:
        add_rest(reading, c_type, "stack", first, end, "left over", _CLEARED)
    elif runs:
        add_rest(reading, c_type, "stack", first, end, "", _RUNNING)
    elif depth > room:
        add_rest(reading, c_type, "stack", first, end, "", _OUT_OF_BOUNDS)
    else:
        depth = max(0, depth)
        for index in range(depth):
            offset = first + index * width
            if reading.shows(offset, width):
                ref = stack_ref(reading.number(offset, width), reading.layouts)
                meaning = ("top of the stack" if index == depth - 1 else "on the stack") if ref.address else "NULL"
                _add_slot(reading, f"stack[{index}]", c_type, offset, ref, meaning, known.value(ref))
        name = f"stack[{depth}:{room}]" if depth < room - 1 else f"stack[{depth}]"
        add_rest(reading, c_type, name, first + depth * width, end, "above the top: not in use", _ABOVE)
    reading.known_end = max(reading.known_end, min(reading.end, end))


def _add_slot(
    reading: Reading, name: str, c_type: str, offset: int, ref: StackRef, meaning: str, answer: Answer
) -> None:
    width, value, role = reading.layouts.pointer_size, None, "pointer"
    if ref.number is not None:
        bits = reading.number(offset, width)
        role, value, meaning = "data", str(bits), f"the tagged int {ref.number}: it is in the slot itself, no object"
    elif ref.address and is_tagged(reading.layouts):
        meaning += "; not counted: borrowed, or immortal" if ref.is_borrowed else "; owned: counted"
    reading.add(name, c_type, offset, width, role, meaning, answer.proof, value, target=answer.target)


def add_rest(reading: Reading, c_type: str, name: str, first: int, end: int, words: str, proof: Proof) -> None:
    """Add bytes that are not followed, as one field; nothing where there are none."""
    end = min(end, reading.end)
    if end > first:
        value = f"{end - first} bytes not decoded here" if proof.status == "unknown" else ""
        reading.add(name, f"{c_type}[]", first, end - first, "padding", words, proof, value)


def pointers(reading: Reading, first: int) -> Sequence[int]:
    """Return each word of a block from an offset on, without the bits of a tag."""
    width = reading.layouts.pointer_size
    return [reading.number(offset, width) & ~3 for offset in range(first, reading.end - width + 1, width)]
