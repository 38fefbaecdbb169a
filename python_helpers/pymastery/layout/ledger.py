"""Who holds an object: its reference count, taken apart into the references that can be named.

Sources: `gc.get_referrers` and `gc.get_referents` (Modules/gcmodule.c, Python/gc.c), which ask each container's
own `tp_traverse`.
"""

from __future__ import annotations

import sys
from itertools import islice

from pymastery.cpython import memory
from pymastery.layout.facts import Holder, Ledger
from pymastery.layout.holders import Search, described, times_in
from pymastery.layout.inspector import Source
from pymastery.layout.reading import is_signed
from pymastery.layout.referrers import Held
from pymastery.layout.uncollected import uncollected

CONTAINERS = 40
"""Containers that are named one by one, at most."""

ORDER = (
    *("name", "variable", "cell", "element", "key", "attribute", "default", "constant"),
    *("class", "ipython", "view", "referent", "more"),
)
"""Kinds of holders: what a learner knows best comes first."""

MANY = 1000
"""References above which nobody is asked for: each answer would be one of a crowd."""


_INTERNED = 500
"""Texts that are interned, at least: the names of the built-in types' attributes alone are more."""


def count_of(where: Source, held: Held) -> int | None:
    """Return how many references there are to the object that is held, the one here not counted.

    Returns:
        None for an immortal object, whose references are not counted (PEP 683).
    """
    layouts, model, address = where.layouts, where.model, id(held[0])

    def number(name: str) -> int:
        member = layouts.find("PyObject", name)
        assert member is not None
        data = memory.read(address + member.offset, member.size)
        return int.from_bytes(data, sys.byteorder, signed=is_signed(member))

    if model.biased:
        local = number("ob_ref_local")
        return None if local == 0xFFFFFFFF else local + (number("ob_ref_shared") >> 2) - 1
    count = number("ob_refcnt")
    if model.immortal_bit is not None and count >> model.immortal_bit & 1:
        return None
    if model.static_count is not None and count >= model.static_count:
        count -= model.static_count  # 3.11 counts those of its own static objects from there on
    return count - 1


def ledger(where: Source, held: Held) -> Ledger:
    """Return who holds the object that is held.

    Args:
        where: What memory is understood with.
        held: The object alone; nothing else of the caller holds it.

    Returns:
        The count, the holders that could be found, and how many references are left: those of C code, of the
        value stacks of running functions, and of containers that the collector does not track.
    """
    count = count_of(where, held)
    if count is None:
        return Ledger(None, (), 0)
    if count == 0:
        return Ledger(count, (), 0)
    if count > MANY:
        return Ledger(count, (Holder("more", f"nobody was asked: more than {MANY} references", count),), 0)
    search = Search(held)
    found: list[Holder] = []
    referrers = [each for each in search.referrers.of(held[0]) if not _interns(each, held, search)]
    for referrer in islice(referrers, CONTAINERS):
        found += described(referrer, held, search)
    rest = sum(times_in(each, held) for each in islice(referrers, CONTAINERS, None))
    if rest:
        found.append(Holder("more", f"{len(referrers) - CONTAINERS} more containers", rest))
    found += uncollected(held, search, referrers)
    found.sort(key=lambda holder: ORDER.index(holder.kind))
    explained = sum(each.count for each in found)
    return Ledger(count, tuple(found), max(0, count - explained))


def _interns(referrer: object, held: Held, search: Search) -> bool:
    """Whether a dict is the interpreter's table of interned texts, whose references are not counted.

    Nothing but the interpreter refers to it, and each key of it is its own value (Objects/unicodeobject.c,
    intern_common).
    """
    if type(referrer) is not dict or type(held[0]) is not str or search.referrers.of(referrer):
        return False
    if len(referrer) < _INTERNED:
        return False
    return all(key is value for key, value in islice(dict.items(referrer), 8))
