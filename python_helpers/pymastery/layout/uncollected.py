"""Holders that the garbage collector does not know of: variables of what runs, constants, containers of plain values.

The collector stops to track a tuple, and up to 3.13 a dict, that can be in no cycle (`_PyTuple_MaybeUntrack` of
Objects/tupleobject.c, `MAINTAIN_TRACKING` of Objects/dictobject.c), so only who names them can be asked.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from typing import Any

from pymastery.cpython.frames import prefix_of
from pymastery.describe import bounded
from pymastery.layout.facts import Holder
from pymastery.layout.holders import DEPTH, Search, home
from pymastery.layout.referrers import Held

ITEMS = 10_000
"""Items of untracked containers that are looked at, at most."""


def uncollected(held: Held, search: Search, referrers: Sequence[object]) -> list[Holder]:
    """Return the holders of an object that `gc.get_referrers` does not give.

    Args:
        held: The object alone.
        search: Names containers.
        referrers: Those that it did give.
    """
    seen = {id(each) for each in referrers}
    asked = {getattr(each, f"{prefix}_code") for each in referrers if (prefix := prefix_of(type(each)))}
    found = [
        Holder("variable", f"variable {bounded(variable.name)} of {running.name}, which runs", 1)
        for running, variable in search.variables
        if variable.address == id(held[0]) and not variable.is_borrowed and running.frame not in seen
        if running.code not in asked  # the collector asks a generator for them, also while it runs
    ]
    if gc.is_tracked(held[0]):
        return found  # any other container of it is tracked too
    found += [
        Holder("constant", f"constant of the code of {search.code_names[id(values)]}", 1)
        for values in search.constants
        for value in values
        if value is held[0] and id(values) not in seen
    ]
    seen |= {id(values) for values in search.constants}
    for container in _untracked(list(home().values()), DEPTH, seen):
        found += [Holder(kind, text, 1) for kind, text in search.paths(container, held[0], DEPTH)]
    return found


def _untracked(values: list[Any], depth: int, seen: set[int]) -> Iterator[Any]:
    for value in values:
        cls = type(value)
        if (cls is not tuple and cls is not dict) or id(value) in seen or len(seen) > ITEMS:
            continue
        seen.add(id(value))
        if not gc.is_tracked(value):
            yield value
        if depth:
            yield from _untracked(list(value) if cls is tuple else list(value.values()), depth - 1, seen)
