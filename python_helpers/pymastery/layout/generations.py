"""What the garbage collector does with an object: whether it looks at it, and which generation holds it.

Sources: `gc.is_tracked`, `gc.get_objects`, `gc.freeze`; Py_TPFLAGS_HAVE_GC of Include/object.h,
`_PyTuple_MaybeUntrack` of Objects/tupleobject.c.
"""

from __future__ import annotations

import gc

from pymastery.cpython.collector import generations
from pymastery.cpython.models import HAVE_GC, HEAP_TYPE
from pymastery.describe import issubclass_exactly, type_name
from pymastery.layout.facts import Generation, Proof
from pymastery.layout.header import type_flags

_flags = type.__dict__["__flags__"].__get__
_FOUND = Proof("verified", "gc.get_objects(generation=...), searched by identity, has it.")
_NOT_FOUND = Proof("read", "gc.is_tracked(x) says this; gc.get_objects has it in no generation.")
_UNTRACKED = Proof("verified", "gc.is_tracked(x) is False.")
_NO_REASON = Proof("read", "gc.is_tracked(x) is False; nothing says why.")


def generation_of(held: list[object]) -> Generation:
    """Return what the collector does with the object that is held."""
    if not gc.is_tracked(held[0]):
        text, proof = _why_untracked(held[0])
        return Generation(False, None, text, proof)
    known = generations()
    if not known:
        return Generation(True, None, "tracked; this build has one heap without generations", _UNSORTED)
    # objects only move to older ones, so none is missed on the way up
    for number, text in known.items():
        if any(each is held[0] for each in gc.get_objects(generation=number)):
            return Generation(True, number, text, _FOUND)
    if gc.get_freeze_count():
        return Generation(True, None, "in the permanent generation, which no collection looks at", _NOT_FOUND)
    return Generation(True, None, "tracked, and in no generation that can be asked for", _NOT_FOUND)


_UNSORTED = Proof("verified", "gc.is_tracked(x) is True.")


def _why_untracked(obj: object) -> tuple[str, Proof]:
    cls = type(obj)
    if not type_flags(obj) & HAVE_GC:
        how = "Py_TPFLAGS_HAVE_GC is not among the flags of its type, and gc.is_tracked(x) is False."
        return f"not tracked: the type {type_name(cls)} takes no part in collection", Proof("verified", how)
    if issubclass_exactly(cls, type) and not int(_flags(obj)) & HEAP_TYPE:
        return "not tracked: a static type is never freed", _UNTRACKED
    if (cls is tuple or cls is dict) and not any(map(gc.is_tracked, gc.get_referents(obj))):
        how = "gc.is_tracked is False of it, and of everything that it refers to."
        return "not tracked: it holds nothing tracked, so it can be in no cycle", Proof("verified", how)
    return "not tracked now, although its type can be", _NO_REASON
