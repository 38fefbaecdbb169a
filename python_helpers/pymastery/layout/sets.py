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
from pymastery.layout.members import add_weak_references
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

_LARGEST = 1 << 26
_ITEM = 40
_ITEMS = Proof("verified", "It is the id of an item of x.")
_INSIDE = Proof("verified", "It is id(x) plus the offset of smalltable.")
_EMPTY = Proof("read", "A search ends here.")
_GONE = Proof("read", "The key is a dummy and the hash -1: a search goes on past it.")
_LEFT = Proof("read", "table leads elsewhere, so the table in the object means nothing.")


def add_set(reading: Reading, obj: Any) -> list[Block]:
    """Add the counts of a set or frozenset, also of a subclass, and its table: a block where it is elsewhere."""
    struct = "PySetObject"
    kind: Any = _kind(obj)
    used, mask, fill = (reading.read(struct, name) for name in ("used", "mask", "fill"))
    is_table = 0 <= used <= fill <= mask < _LARGEST and (mask & mask + 1) == 0
    gone = f", {fill - used} of them by what is gone" if fill > used else ""
    reading.member(struct, "fill", "length", f"entries taken{gone}")
    proof = compared(used == kind.__len__(obj), "len(x) says the same.")
    reading.member(struct, "used", "length", "item" if used == 1 else "items", proof)
    proof = compared(is_table, "It is a power of two less one, with room for all entries.")
    reading.member(struct, "mask", "data", f"{mask + 1} entries: the mask takes the low bits of a hash", proof)
    block = _add_table(reading, obj, mask + 1) if is_table else None
    stored = reading.read(struct, "hash")
    reading.member(struct, "hash", "data", "-1: not asked for yet" if stored == -1 else "of a frozenset, kept")
    reading.member(struct, "finger", "data", "where pop() goes on looking")
    add_weak_references(reading, obj, struct)
    reading.known_end = reading.layouts.size(struct)
    return [block] if block else []


def _add_table(reading: Reading, obj: Any, slots: int) -> Block | None:
    """Add the table where it is in the object, else the pointer to it; return its block then."""
    struct = "PySetObject"
    small, address = reading.layouts.find(struct, "smalltable"), reading.read(struct, "table")
    assert small is not None
    if address == reading.address + small.offset:
        here = Target(f"the {slots} entries in the object")
        reading.member(struct, "table", "pointer", "the table is in the object itself", _INSIDE, target=here)
        _add_entries(reading, obj, "smalltable", small.offset, slots)
        return None
    inner = _elsewhere(reading, obj, address, slots)
    target = Target(f"table of {slots} entries", "table") if inner else None
    proof = Proof("verified", "Each of its keys is an item of x.") if inner else NO_SECOND_SOURCE
    reading.member(struct, "table", "pointer", "the table, allocated alone", proof, target=target)
    reading.add("smalltable", "setentry[]", small.offset, small.size, "padding", "not in use now", _LEFT, "")
    return inner


def _elsewhere(reading: Reading, obj: Any, address: int, slots: int) -> Block | None:
    size = slots * reading.layouts.size("setentry")
    try:
        data = memory.read(address, min(size, SHOWN))
    except memory.BadAddress:
        return None
    inner = Reading("table", f"setentry[{slots}]", address, 0, size, data, reading.layouts)
    return inner.finish() if _add_entries(inner, obj, "table", 0, slots) else None


def _kind(obj: Any) -> type:
    return set if issubclass_exactly(type(obj), set) else frozenset


def items_of(obj: Any) -> dict[int, object]:
    """Return the items of a set by their ids; none where it changes while being read."""
    kind: Any = _kind(obj)
    try:
        return {id(item): item for item in islice(kind.__iter__(obj), _LARGEST)}
    except RuntimeError:  # another thread changed it meanwhile
        return {}


def _add_entries(reading: Reading, obj: Any, array: str, first: int, slots: int) -> bool:
    """Add the entries of a table; return whether each of them is an item of the set, empty or left by one."""
    layouts, items = reading.layouts, items_of(obj)
    width = layouts.size("setentry")
    key, held = layouts.find("setentry", "key"), layouts.find("setentry", "hash")
    assert key is not None
    assert held is not None
    for index in range(slots):
        at = first + index * width
        if not reading.shows(at, width):
            break
        pointer = reading.number(at + key.offset, key.size)
        number = reading.number(at + held.offset, held.size, signed=True)
        name = f"{array}[{index}]"
        if pointer in items:
            target = Target(describe(items[pointer], _ITEM))
            place = number & slots - 1
            meaning = f"item; its hash leads to entry {place}" + ("" if place == index else ", which was taken")
            reading.add(f"{name}.key", key.c_type, at + key.offset, key.size, "pointer", meaning, _ITEMS, target=target)
            reading.add(f"{name}.hash", held.c_type, at + held.offset, held.size, "data", "its hash", NO_SECOND_SOURCE)
        elif pointer == 0:
            reading.add(name, "setentry", at, width, "padding", "NULL: nothing has been stored here", _EMPTY, "")
        elif number == -1:
            reading.add(name, "setentry", at, width, "padding", "a removed item was here", _GONE, "")
        else:
            return False
    return True
