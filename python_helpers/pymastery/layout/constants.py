"""Which code has which constants: their tuple is held by the code object alone, and by nothing that has a name."""

from __future__ import annotations

import types
from collections.abc import Iterable

from pymastery.describe import bounded
from pymastery.layout.referrers import Answer

CODES = 2000
"""Code objects that are looked at, at most."""


def constants_of(named: Iterable[tuple[types.CodeType, str]]) -> tuple[Answer, dict[int, str]]:
    """Return the tuples of constants of code objects and of those nested in them.

    Args:
        named: Code objects and what they are called.

    Returns:
        The tuples; and by the id of each what its code is called.
    """
    pending = list(named)
    found, names = Answer(), dict[int, str]()
    while pending and len(found) < CODES:
        code, name = pending.pop()
        if id(code.co_consts) not in names:
            found.append(code.co_consts)
            names[id(code.co_consts)] = bounded(name)
            nested = [each for each in code.co_consts if type(each) is types.CodeType]
            pending += [(each, each.co_name if name == "<module>" else f"{name}.{each.co_name}") for each in nested]
    return found, names
