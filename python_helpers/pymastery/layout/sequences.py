"""tuple and list: Include/cpython/tupleobject.h and listobject.h."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pymastery.cpython import memory
from pymastery.describe import describe
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

_ITEM = 40
_SPARE = Proof("read", "allocated counts this slot and ob_size does not: append() will use it.")


def add_items(reading: Reading, first: int, count: int, item_at: Callable[[int], object]) -> bool:
    """Add `count` pointers to items from offset `first` on; return whether all of them that fit hold."""
    size = reading.layouts.pointer_size
    all_hold = True
    for index in range(count):
        offset = first + size * index
        if not reading.shows(offset, size):
            break
        try:
            item = item_at(index)
        except IndexError:  # another thread made it shorter meanwhile
            return False
        holds = reading.number(offset, size) == id(item)
        all_hold &= holds
        reading.add(
            f"ob_item[{index}]",
            "PyObject*",
            offset,
            size,
            "pointer",
            f"item {index}",
            compared(holds, f"It equals id(x[{index}])."),
            target=Target(describe(item, _ITEM)),
        )
    return all_hold


def _add_length(reading: Reading, length: int) -> None:
    stored = reading.read("PyVarObject", "ob_size")
    proof = compared(stored == length, "len(x) says the same.")
    reading.member("PyVarObject", "ob_size", "length", "item" if stored == 1 else "items", proof)


def add_tuple(reading: Reading, obj: Any) -> None:
    """Add length, kept hash and items of a tuple, also of a subclass."""
    length = tuple.__len__(obj)
    _add_length(reading, length)
    stored = reading.read("PyTupleObject", "ob_hash")
    meaning = "-1: not asked for yet" if stored == -1 else "kept, so that it is computed once"
    reading.member("PyTupleObject", "ob_hash", "data", meaning)
    first = reading.layouts.offset("PyTupleObject", "ob_item")
    add_items(reading, first, length, lambda index: tuple.__getitem__(obj, index))
    reading.known_end = min(reading.end, first + length * reading.layouts.pointer_size)


def add_list(reading: Reading, obj: Any) -> list[Block]:
    """Add length and capacity of a list, also of a subclass; return the block of its items."""
    length = list.__len__(obj)
    pointer_size = reading.layouts.pointer_size
    _add_length(reading, length)
    address = reading.read("PyListObject", "ob_item")
    allocated = reading.read("PyListObject", "allocated")
    room = list.__sizeof__(obj) - type.__dict__["__basicsize__"].__get__(type(obj))
    fits = allocated >= length and room == allocated * pointer_size
    block, holds = _items_block(reading, obj, address, allocated) if fits and allocated else (None, True)
    if address == 0:
        proof = compared(length == 0, "len(x) is 0: an empty list needs no array.")
        reading.member("PyListObject", "ob_item", "pointer", "NULL: no array yet", proof)
    elif length == 0 or block is None:
        reading.member("PyListObject", "ob_item", "pointer", "the array of items", NO_SECOND_SOURCE)
    else:
        proof = compared(holds, "The pointers it leads to are the ids of the items.")
        target = Target(f"array of {allocated} slots", "ob_item")
        reading.member("PyListObject", "ob_item", "pointer", "the array of items", proof, target=target)
    slots = f"slot{'' if allocated == 1 else 's'} in the array, {allocated - length} spare"
    proof = compared(fits, f"x.__sizeof__() minus the list itself is this many slots of {pointer_size} bytes.")
    reading.member("PyListObject", "allocated", "length", slots, proof)
    reading.known_end = reading.layouts.size("PyListObject")
    return [block] if block and holds else []


def _items_block(reading: Reading, obj: Any, address: int, allocated: int) -> tuple[Block | None, bool]:
    size = allocated * reading.layouts.pointer_size
    try:
        data = memory.read(address, min(size, SHOWN))
    except memory.BadAddress:
        return None, False
    items = Reading("ob_item", f"PyObject *ob_item[{allocated}]", address, 0, size, data, reading.layouts)
    length = list.__len__(obj)
    holds = add_items(items, 0, length, lambda index: list.__getitem__(obj, index))
    width = reading.layouts.pointer_size
    for index in range(length, min(allocated, len(data) // width)):
        name = f"ob_item[{index}]"
        items.add(name, "PyObject*", width * index, width, "padding", "spare slot: whatever was there", _SPARE, "")
    items.known_end = items.end
    return items.finish(), holds
