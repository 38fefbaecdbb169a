"""The objects that the pointers of a layout lead to, each with its own layout: what a reader can follow."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pymastery.cpython.memory import BadAddress, read
from pymastery.describe import issubclass_exactly
from pymastery.layout.facts import Layout
from pymastery.layout.inspector import Source, extent, inspect

OBJECTS = 32
"""Objects that can be followed from one layout, at most."""

FIELDS = 200
"""Fields of them all, at most: an object with more than what is left is passed over."""


def followed(where: Source, start: Layout, held: list[object]) -> tuple[Layout, ...]:
    """Return the layouts of the objects that can be reached from one, nearest first.

    Args:
        where: What memory is understood with.
        start: The layout to go on from.
        held: The object alone; nothing else of the caller holds it.

    Returns:
        One layout an object. A pointer is followed only where the garbage collector, or the type, says that an
        object is there.
    """
    # one list holds each object once: that is the one reference to subtract
    kept, places = list(held), {start.address: 0}
    reached, room = [start], FIELDS
    found: list[Layout] = []
    for layout in reached:
        _keep_referents(kept, places, places[layout.address])
        for address in _pointers(layout, layout is start):
            at = places.get(address)
            if at is None or any(each.address == address for each in reached) or len(found) == OBJECTS:
                continue
            made = _read(where, kept, at)
            size = sum(len(block.fields) for block in made.blocks) if made else FIELDS
            if made and size <= room:
                room -= size
                found.append(made)
                reached.append(made)
    return tuple(found)


def _keep_referents(kept: list[object], places: dict[int, int], at: int) -> None:
    obj: Any = kept[at]
    # the collector is not told of the keys of a dict that has only texts as keys
    keys = dict.keys(obj) if issubclass_exactly(type(obj), dict) else ()
    for each in (type(obj), *gc.get_referents(obj), *keys):
        if id(each) not in places:
            places[id(each)] = len(kept)
            kept.append(each)


def _pointers(layout: Layout, has_class: bool) -> Iterator[int]:
    last = []
    for block in layout.blocks:
        for field in block.fields:
            if field.target is None or field.target.block is not None or not field.value.startswith("0x"):
                continue
            if field.role != "type":
                yield int(field.value, 16) & ~(3 if field.c_type == "_PyStackRef" else 0)
            elif has_class:
                last.append(int(field.value, 16))
    yield from last  # a class is large, and would leave no room for what comes after


def _read(where: Source, kept: list[object], at: int) -> Layout | None:
    span = extent(where, kept[at])
    try:
        data = read(id(kept[at]) + span.start, span.shown)
    except BadAddress:
        return None
    count = sys.getrefcount(kept[at])
    return inspect(replace(where, own_references=1, asked_references=1), kept[at], span, data, count)
