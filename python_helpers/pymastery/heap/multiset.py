"""References of one object as the collector sees them, taken out one by one as they get labels."""

from __future__ import annotations

import gc
from collections.abc import Iterator


class References:
    """The objects that `gc.get_referents(obj)` gives, as often as it gives them.

    Args:
        obj: Any object. None of its code runs.
    """

    __slots__ = ("_counts", "_objects", "_places")

    def __init__(self, obj: object) -> None:
        self._objects: dict[int, object] = {}
        self._places: dict[int, list[int]] = {}
        for place, target in enumerate(gc.get_referents(obj)):
            self._objects[id(target)] = target
            self._places.setdefault(id(target), []).append(place)
        self._counts = {key: len(places) for key, places in self._places.items()}

    def take(self, target: object) -> bool:
        """Take one reference to `target` out; return whether there was one left."""
        key = id(target)
        count = self._counts.get(key, 0)
        if count:
            self._counts[key] = count - 1
        return count > 0

    def count(self, target: object) -> int:
        """Return how many references to `target` are left."""
        return self._counts.get(id(target), 0)

    def total(self) -> int:
        """Return how many references are left."""
        return sum(self._counts.values())

    def positions(self) -> dict[int, list[int]]:
        """Return, for the id of each target, the places at which the collector gives it."""
        return {key: list(places) for key, places in self._places.items()}

    def left(self) -> Iterator[object]:
        """Yield the target of each reference that is left."""
        for key, count in self._counts.items():
            for _ in range(count):
                yield self._objects[key]

    def dicts(self) -> list[dict[object, object]]:
        """Return the exact dicts among what is left."""
        return [found for key, found in self._objects.items() if type(found) is dict and self._counts[key]]
