"""Which generations the garbage collector has: Modules/gcmodule.c, Python/gc.c, gc.get_objects of the documentation."""

from __future__ import annotations

import sys

from pymastery.interpreter import interpreter

_GENERATIONS = {
    0: "in generation 0, the youngest: it has lived through no collection since it is tracked",
    1: "in generation 1: it has lived through a collection of the youngest",
    2: "in generation 2, the oldest: it has lived through more than one collection, or a full one",
}
_INCREMENTAL = {
    0: "in the young generation: it has lived through no collection since it is tracked",
    2: "in the old generation: it has lived through a collection",
}
"""3.14.0 to 3.14.4 collect in increments, and have no generation 1; see the note on gc in What's New in 3.14."""


def generations() -> dict[int, str]:
    """Return what it means to be in each generation, youngest first; none in the free-threaded build."""
    if interpreter().free_threaded:
        return {}
    return _INCREMENTAL if (3, 14, 0) <= sys.version_info[:3] <= (3, 14, 4) else _GENERATIONS
