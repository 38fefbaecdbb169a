"""collections.deque: Modules/_collectionsmodule.c. Blocks of pointers, linked to the left and to the right."""

from __future__ import annotations

from collections import deque
from typing import Any

from pymastery.cpython import memory
from pymastery.describe import describe
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.members import add_weak_references
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared

_STRUCT = "dequeobject"
_ITEM = 40
_SPARE = Proof("read", "Outside leftindex and rightindex nothing in a block means anything.")
_KEPT = Proof("read", "The first numfreeblocks of them mean something, the others nothing.")
_LINKED = Proof("verified", "The pointers in the block that it leads to are the ids of the items at that end.")


def add_deque(reading: Reading, obj: Any) -> list[Block]:
    """Add the ends and the counts of a deque, also of a subclass; return the blocks at its two ends."""
    layouts = reading.layouts
    length = deque.__len__(obj)
    stored = reading.read("PyVarObject", "ob_size")
    proof = compared(stored == length, "len(x) says the same.")
    reading.member("PyVarObject", "ob_size", "length", "item" if stored == 1 else "items", proof)
    left, right = (reading.read(_STRUCT, f"{side}index") for side in ("left", "right"))
    slots = _slots(reading)
    addresses = [reading.read(_STRUCT, f"{side}block") for side in ("left", "right")]
    is_one = addresses[0] == addresses[1]
    ends = {"leftblock": (left, right if is_one else slots - 1), "rightblock": (0, right)}
    found: list[Block] = []
    for (name, (first, last)), address in zip(ends.items(), addresses, strict=True):
        what = "the block with the first item" if name == "leftblock" else "the block with the last item"
        if name == "rightblock" and is_one:
            target = Target("the same block as leftblock") if found else None
            proof = Proof("verified", "It is leftblock.") if found else NO_SECOND_SOURCE
            reading.member(_STRUCT, name, "pointer", what, proof, target=target)
            continue
        start = 0 if name == "leftblock" else length - (last - first + 1)
        block = _block(reading, obj, name, address, (first, last, start), is_one)
        target = Target(f"{max(0, last - first + 1)} of {slots} slots in use", name) if block else None
        reading.member(_STRUCT, name, "pointer", what, _LINKED if block and length else NO_SECOND_SOURCE, target=target)
        found += [block] if block else []
    reading.member(_STRUCT, "leftindex", "data", "where in leftblock the first item is")
    reading.member(_STRUCT, "rightindex", "data", "where in rightblock the last item is")
    reading.member(_STRUCT, "state", "data", "changes with every change, so that iterators notice")
    _add_maxlen(reading, obj)
    reading.member(_STRUCT, "numfreeblocks", "length", "blocks kept for later")
    member = layouts.find(_STRUCT, "freeblocks")
    if member is not None:
        kept = "room for the addresses of blocks kept for later"
        reading.add("freeblocks", "block*[]", member.offset, member.size, "padding", kept, _KEPT, "")
    add_weak_references(reading, obj, _STRUCT)
    reading.known_end = layouts.size(_STRUCT)
    return found


def _slots(reading: Reading) -> int:
    member = reading.layouts.find("block", "data")
    return member.size // reading.layouts.pointer_size if member else 0


def _add_maxlen(reading: Reading, obj: Any) -> None:
    stored = reading.read(_STRUCT, "maxlen")
    said = deque.maxlen.__get__(obj)
    proof = compared(stored == (-1 if said is None else said), "x.maxlen says the same, None for -1.")
    meaning = "no limit" if stored == -1 else "items at most: one more pushes out one at the other end"
    reading.member(_STRUCT, "maxlen", "length", meaning, proof)


def _block(
    reading: Reading, obj: Any, name: str, address: int, used: tuple[int, int, int], is_one: bool
) -> Block | None:
    """The block at an end; None where it does not hold the items at that end."""
    layouts = reading.layouts
    width, size = layouts.pointer_size, layouts.size("block")
    first, last, start = used
    try:
        data = memory.read(address, size)
    except memory.BadAddress:
        return None
    inner = Reading(name, "block", address, 0, size, data, layouts)
    _add_link(inner, "leftlink", name == "leftblock")
    base = layouts.offset("block", "data")
    for slot in range(_slots(reading)):
        offset = base + slot * width
        if not first <= slot <= last:
            inner.add(f"data[{slot}]", "PyObject*", offset, width, "padding", "not in use", _SPARE, "")
            continue
        try:
            item = deque.__getitem__(obj, start + slot - first)
        except IndexError:  # another thread made it shorter meanwhile
            return None
        if inner.number(offset, width) != id(item):
            return None
        index = start + slot - first
        target, proof = Target(describe(item, _ITEM)), Proof("verified", f"It equals id(x[{index}]).")
        inner.add(f"data[{slot}]", "PyObject*", offset, width, "pointer", f"item {index}", proof, target=target)
    _add_link(inner, "rightlink", name == "rightblock" or is_one)
    return inner.finish()


def _add_link(inner: Reading, name: str, is_end: bool) -> None:
    """Add the link to a neighbour; at the ends of the chain there is none, and it is never set."""
    if is_end:
        inner.member("block", name, "padding", "not set: there is no block beyond", _SPARE, "")
    else:
        inner.member(
            "block", name, "pointer", "the block to the left" if name == "leftlink" else "the block to the right"
        )
