"""The bytes of an object, field by field: `pm.layout(x)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymastery.layout.view import LayoutView


def layout(obj: object, /) -> LayoutView:
    """Show the real bytes of one object, and what each of them means.

    Args:
        obj: Any object. Numbers, texts, bytes, containers, arrays, functions and methods, code, frames,
            generators, modules, classes, descriptors, exceptions and weak references are decoded, also
            subclasses of them; of any other object the header is, and what its class's member
            descriptors tell of (`__slots__`). The rest is shown as unknown.

    Returns:
        A view of the object's block and of the memory it owns elsewhere (the items of a list, the
        hash table of a dict), at most 1024 bytes of each. A value is "verified" only where it
        agrees, now, with an independent answer of the interpreter. On an interpreter whose structs
        are not known there are no blocks, and a notice says why. Its facts are in `.fields`, those of
        the object's own block, and `.blocks`; `.decoded` is the value rebuilt from the bytes alone,
        `.referents` are the objects that it refers to, `.refcount` and `.holders` say who refers to it,
        `.place` where it lives. `.diff(lambda: x.append(1))` shows what a change does to the memory,
        `.repeat(lambda: x.append(1))` what it does time after time, `.beside(y)` another object's memory with it.

    Nothing of the object's class is called, and the object is not changed.
    """
    import sys

    from pymastery.cpython.memory import BadAddress, read
    from pymastery.layout.inspector import extent, inspect, public_facts, source
    from pymastery.layout.referrers import Held
    from pymastery.layout.view import LayoutView

    where = source()
    if isinstance(where, str):
        facts = public_facts(obj, notice=where)
    else:
        span = extent(where, obj)
        try:
            # copied here: one more Python call would hold one more reference, and count it
            data = read(id(obj) + span.start, span.shown)
            count = sys.getrefcount(obj)
        except BadAddress as error:
            facts = public_facts(obj, notice=f"The memory of this object cannot be read: {error}.")
        else:
            facts = inspect(where, obj, span, data, count)
    return LayoutView(facts, Held([obj]), None if isinstance(where, str) else where)
