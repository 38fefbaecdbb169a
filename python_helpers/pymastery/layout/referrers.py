"""Who refers to an object, and who to those, in as few walks over the heap as there are levels."""

from __future__ import annotations

import gc
import os
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

LEVELS = 3
"""Walks over the heap: for the object, for its holders, and for what holds them."""

ASKED = 40
"""Objects of a level whose referrers are sought, at most."""

KEPT = 8
"""Referrers of an object that is not the one asked for, at most."""

_FOLDER = f"{Path(__file__).resolve().parents[1]}{os.sep}"


class Held(list[object]):
    """What holds the object of a view, so that this reference can be told from those of others."""


class Answer(list[Any]):
    """What a search keeps, so that it does not find itself."""


def is_ours(obj: object) -> bool:
    """Return whether an object is a frame that runs code of this package, or what a search keeps."""
    if type(obj) is types.FrameType:
        return str.startswith(obj.f_code.co_filename, _FOLDER)
    return id(type(obj)) in OURS


class Referrers:
    """The containers around one object.

    It holds what it looked at while it lives, which is as long as one ledger is made.

    Args:
        held: The object alone, in a list that does not count as a referrer.
        is_named: Whether an object has a name already, so that nobody need be asked who refers to it.
    """

    def __init__(self, held: Held, is_named: Callable[[object], bool]) -> None:
        self._found: dict[int, Answer] = {}
        level: Answer = Answer(held)
        for _ in range(LEVELS):
            wanted = Answer(each for each in level[:ASKED] if id(each) not in self._found)
            if wanted:
                self._ask(wanted, held)
            level = Answer(each for target in wanted for each in self.of(target) if not is_named(each))

    def _ask(self, wanted: Answer, held: Held) -> None:
        for target in wanted:
            self._found[id(target)] = Answer()
        mark = object()  # whoever refers to this is ours too: the tuple of the arguments
        for referrer in Answer(gc.get_referrers(mark, *wanted)):
            keys = {id(mark), *self._found}.intersection(map(id, gc.get_referents(referrer)))
            if referrer is held or is_ours(referrer) or id(mark) in keys:
                continue
            for key in keys:
                found = self._found[key]
                is_known = any(each is referrer for each in found)
                if not is_known and (key == id(held[0]) or len(found) < KEPT):
                    found.append(referrer)

    def of(self, obj: object) -> list[Any]:
        """Return what refers to an object; nothing where that was not asked for."""
        return self._found.get(id(obj), Answer())


OURS = {id(Answer), id(Referrers)}
"""The ids of the classes of which a search keeps objects."""
