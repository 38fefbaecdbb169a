"""set and frozenset: Include/cpython/setobject.h and Objects/setobject.c.

The table is open addressing over setentry: a hash that is in the way is looked for in the next few
entries, then elsewhere.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from pymastery.cpython import memory
from pymastery.describe import describe, issubclass_exactly
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

_LARGEST = 1 << 26
_ITEM = 40
_EMPTY = Proof("read", "NULL: nothing has been stored here.")
_GONE = Proof("read", "What was here is gone; a search goes on past it.")


def add_set(reading: Reading, obj: Any) -> list[Block]:
    """Add the counts of a set or frozenset, also of a subclass; return the block of its table."""
    struct = "PySetObject"
    kind: Any = _kind(obj)
    length = kind.__len__(obj)
    used, mask = reading.read(struct, "used"), reading.read(struct, "mask")
    fill, table = reading.read(struct, "fill"), reading.read(struct, "table")
    small = reading.layouts.find(struct, "smalltable")
    assert small is not None
    inside = table == reading.address + small.offset
    is_table = 0 <= used <= fill <= mask < _LARGEST and (mask & mask + 1) == 0
    block = _table(reading, obj, table, mask + 1, "smalltable" if inside else "table") if is_table else None
    gone = f", {fill - used} of them gone" if fill > used else ""
    reading.member(struct, "fill", "length", f"entries taken{gone}")
    reading.member(struct, "used", "length", "items", compared(used == length, "len(x) says the same."))
    proof = compared(is_table, "It is a power of two less one, with room for all entries.")
    reading.member(struct, "mask", "data", f"{mask + 1} entries: the mask takes the low bits of a hash", proof)
    where = "inside the object" if inside else "allocated alone"
    target = Target(f"table of {mask + 1} entries", block.id) if block else None
    proof = Proof("verified", "Every item of x is in it once.") if block else NO_SECOND_SOURCE
    reading.member(struct, "table", "pointer", f"the table, {where}", proof, target=target)
    stored = reading.read(struct, "hash")
    meaning = "-1: not asked for yet" if stored == -1 else "of a frozenset, kept"
    reading.member(struct, "hash", "data", meaning)
    reading.member(struct, "finger", "data", "where pop() goes on looking")
    if small is not None:
        name = "the table" if inside else "the first table, not in use now"
        reading.add("smalltable", "setentry[8]", small.offset, small.size, "data", name, NO_SECOND_SOURCE, "")
    reading.member(struct, "weakreflist", "pointer", "weak references")
    reading.known_end = reading.layouts.size(struct)
    return [block] if block else []


def _kind(obj: Any) -> type:
    return set if issubclass_exactly(type(obj), set) else frozenset


def _items(obj: Any) -> dict[int, object]:
    kind: Any = _kind(obj)
    try:
        return {id(item): item for item in islice(kind.__iter__(obj), _LARGEST)}
    except RuntimeError:  # another thread changed it meanwhile
        return {}


def _table(reading: Reading, obj: Any, address: int, slots: int, block_id: str) -> Block | None:
    """The table, None where an item that it holds is none of the set's."""
    layouts = reading.layouts
    width = layouts.size("setentry")
    size = slots * width
    try:
        data = memory.read(address, min(size, SHOWN))
    except memory.BadAddress:
        return None
    items = _items(obj)
    inner = Reading(block_id, f"setentry[{slots}]", address, 0, size, data, layouts)
    key, held = layouts.find("setentry", "key"), layouts.find("setentry", "hash")
    assert key is not None
    assert held is not None
    for index in range(len(data) // width):
        at = index * width
        pointer = inner.number(at + key.offset, key.size)
        number = inner.number(at + held.offset, held.size, signed=True)
        name = f"table[{index}]"
        if pointer in items:
            proof = Proof("verified", "It is the id of an item of x.")
            target = Target(describe(items[pointer], _ITEM))
            first = number & slots - 1
            meaning = f"item; its hash begins at entry {first}" + ("" if first == index else ", which was taken")
            inner.add(f"{name}.key", "PyObject*", at + key.offset, key.size, "pointer", meaning, proof, target=target)
            inner.add(f"{name}.hash", "Py_hash_t", at + held.offset, held.size, "data", "its hash", NO_SECOND_SOURCE)
        elif pointer == 0:
            inner.add(name, "setentry", at, width, "padding", "empty", _EMPTY, "")
        elif number == -1:
            inner.add(name, "setentry", at, width, "padding", "a removed item was here", _GONE, "")
        else:
            return None
    return inner.finish()
