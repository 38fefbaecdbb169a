"""Frames in each state, and what the interpreter says of them by other ways than their memory."""

import gc
import sys
import types
from collections import Counter

from layout_subjects import block_of, blocks_in

from pymastery.cpython.memory import read
from pymastery.cpython.structs import layouts_here

LAYOUTS = layouts_here()
WITHOUT_ANSWER = sys.version_info[:2] == (3, 11)
"""Of a frame on the stack of its thread, 3.11 says nothing that leaves it as it is: PyFrame_GetVar is of 3.12."""
INSIDE = sys.version_info >= (3, 11)
"""Whether a generator has its frame in its own memory."""


def word(address):
    return int.from_bytes(read(address, LAYOUTS.pointer_size), sys.byteorder)


def content(cell):
    """The address that a cell at an address leads to."""
    assert word(cell + LAYOUTS.offset("PyObject", "ob_type")) == id(types.CellType)
    return word(cell + LAYOUTS.offset("PyCellObject", "ob_ref"))


class Awaited:
    def __await__(self):
        yield "awaited"


def words(count, text, *rest, big=10**30, **named):
    made, gone = [], object()
    del gone

    def later():
        return count, made, rest

    for number in range(count):
        made.append((text, {number: (yield [later, number])}))


def delegating(count):
    before = [count]
    got = yield from words(count, "inner")
    before.append(got)


async def awaiting(text):
    local = [text]
    await Awaited()
    local.append(text)


async def items(count):
    local = {}
    for number in range(count):
        local[number] = yield (number, local)


def advance(obj, steps):
    """Run a generator, coroutine or async generator on, so many steps or until it has finished."""
    for _ in range(steps):
        try:
            if isinstance(obj, types.AsyncGeneratorType):
                # a loop would close it in the end; of this StopIteration the value is what it yields
                obj.__anext__().send(None)
            else:
                obj.send(None)
        except StopAsyncIteration:
            return
        except StopIteration:
            if not isinstance(obj, types.AsyncGeneratorType):
                return


MAKERS = {
    "words": lambda: words(3, "te" + "xt", 1, [2], extra=4.5),
    "delegating": lambda: delegating(2),
    "awaiting": lambda: awaiting("text"),
    "items": lambda: items(2),
}


def frame_of(obj):
    """The frame object of a generator or its like, which from 3.11 on is made when it is asked for."""
    return next(getattr(obj, name) for name in ("gi_frame", "cr_frame", "ag_frame") if hasattr(obj, name))


def code_of(obj):
    return next(getattr(obj, name) for name in ("gi_code", "cr_code", "ag_code", "f_code") if hasattr(obj, name))


def _is_stack(field):
    return field["name"] == "stack" or field["name"].startswith("stack[")


def frame_block(view):
    """The block of a payload that has the slots."""
    found = [
        block
        for block in blocks_in(view)
        if any("localsplus[" in field["name"] or _is_stack(field) for field in block["fields"])
    ]
    assert len(found) == 1
    assert block_of(view, found[0]["id"]) == found[0]
    return found[0]


def slots(view):
    """(variables, stack, rest) of a payload: the fields of the slots in use, and those of slots that are not."""
    found = frame_block(view)["fields"]
    named = [field for field in found if "localsplus[" in field["name"]]
    stack = [field for field in found if _is_stack(field) and not field["c_type"].endswith("[]")]
    rest = [field for field in found if _is_stack(field) and field["c_type"].endswith("[]")]
    rest += [field for field in stack if field["role"] == "padding"]
    return named, [field for field in stack if field["role"] != "padding"], rest


def names_of(fields):
    return [field["name"].partition(": ")[2] for field in fields]


def address(field):
    """The object that a slot leads to, 0 for none."""
    if field["role"] != "pointer":
        return 0
    tagged = field["c_type"] == "_PyStackRef"
    bits = int(field["value"], 16)
    return bits & ~3 if tagged else bits


def visited(obj):
    """How often the collector visits each object from this one."""
    return Counter(map(id, gc.get_referents(obj)))
