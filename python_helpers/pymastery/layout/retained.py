"""What would be freed with an object: everything that is referred to from nowhere but it.

The collector finds garbage in the same way (`subtract_refs` of Python/gc.c, Modules/gcmodule.c): from the
reference count of each object the references that come from inside are subtracted, and what is left comes from
outside. `gc.get_referents` asks each type's own `tp_traverse`.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from types import ModuleType
from typing import Any

from pymastery.cpython.memory import BadAddress
from pymastery.cpython.models import HEAP_TYPE
from pymastery.describe import issubclass_exactly, safe_sizeof
from pymastery.layout.attributes import values_of
from pymastery.layout.facts import Retained
from pymastery.layout.inspector import Source
from pymastery.layout.reading import stored

OBJECTS = 20_000
"""Objects that are looked at, at most."""

REFERENCES = 100_000
"""References that are followed, at most."""

_flags = type.__dict__["__flags__"].__get__
_module_dict: Any = vars(ModuleType)["__dict__"].__get__


def retained_by(where: Source, held: Sequence[object]) -> Retained:
    """Return what would be freed if the object that is held were.

    Modules, their namespaces and static types are not gone into: others live as long. What a C type does not
    show to the collector, such as the constants of a code object, is not counted.
    """
    kept, referents, cut = _reached(where, held[0])
    alive = _alive(kept, referents)
    freed = [index for index in range(len(kept)) if index not in alive]
    size = sum(safe_sizeof(kept[index]) + values_of(where, kept[index])[1] for index in freed)
    return Retained(len(freed), size, cut)


def _reached(where: Source, obj: object) -> tuple[list[object], list[list[int]], bool]:
    """Return objects that can be reached, for each the indexes of those it refers to, and whether there are more."""
    kept: list[object] = [obj]
    places = {id(obj): 0}
    shared = {id(_module_dict(each)) for each in list(sys.modules.values()) if _is_module(each)}
    referents: list[list[int]] = []
    count, cut = 0, False
    for each in kept:
        found: list[int] = []
        referents.append(found)
        for target in chain(gc.get_referents(each), _hidden_keys(where, each)):
            count += 1
            if count > REFERENCES:
                return kept, referents + [[] for _ in range(len(kept) - len(referents))], True
            place = places.get(id(target))
            if place is None:
                if id(target) in shared or _is_shared(target):
                    continue
                if len(kept) >= OBJECTS:
                    cut = True
                    continue
                place = places[id(target)] = len(kept)
                kept.append(target)
            found.append(place)
    return kept, referents, cut


def _hidden_keys(where: Source, obj: object) -> Iterable[object]:
    """Return the keys that a dict holds and does not show the collector: those of a table of texts that is its own."""
    if type(obj) is not dict or len(gc.get_referents(obj)) != len(obj):
        return ()
    try:
        is_split = stored(where.layouts, id(obj), "PyDictObject", "ma_values")
    except BadAddress:
        return ()
    return () if is_split else list(obj)


def _is_module(obj: object) -> bool:
    return issubclass_exactly(type(obj), ModuleType)


def _is_shared(obj: Any) -> bool:
    cls = type(obj)
    if cls is type or issubclass_exactly(cls, type):
        return not int(_flags(obj)) & HEAP_TYPE
    return cls is ModuleType or _is_module(obj)


def _alive(kept: list[object], referents: list[list[int]]) -> set[int]:
    """Return the indexes of objects that something from outside leads to, on a way that is not through the first."""
    inside = [0] * (len(kept) + 1)
    for places in referents:
        for place in places:
            inside[place] += 1
    kept.append(object())  # referred to by this list alone, so it measures what one such reference counts
    counts = list(map(sys.getrefcount, kept))
    kept.pop()
    ours = counts.pop()
    pending = [place for place, count in enumerate(counts) if place and count - ours != inside[place]]
    alive = set(pending)
    while pending:
        for place in referents[pending.pop()]:
            if place and place not in alive:
                alive.add(place)
                pending.append(place)
    return alive
