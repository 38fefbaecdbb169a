"""What `probe` shows: a search for a key in a dict or a set, each look noted at the slot that it looks at."""

from __future__ import annotations

from typing import Any

from pymastery.describe import describe, issubclass_exactly
from pymastery.layout.decoding import Decoder
from pymastery.layout.dict_search import looks_in_dict
from pymastery.layout.facts import Layout
from pymastery.layout.looks import Look, told
from pymastery.layout.set_search import looks_in_set


def probed(facts: Layout, obj: Any, key: object, decoder: Decoder | None) -> tuple[Layout, tuple[Look, ...]]:
    """Return the layout with what a search for a key finds, and its looks in order.

    Args:
        facts: The layout of the object.
        obj: The object.
        key: What is looked for.
        decoder: Rebuilds values; None where memory is not read.

    Raises:
        TypeError: For an object that is no dict or set, or a key that has no hash.
        ValueError: Where the table is not drawn slot by slot, or the object is not as it was drawn.
    """
    if issubclass_exactly(type(obj), dict):
        found, extra = looks_in_dict(facts, obj, key, decoder)
    elif issubclass_exactly(type(obj), set) or issubclass_exactly(type(obj), frozenset):
        found, extra = looks_in_set(facts, obj, key)
    else:
        raise TypeError(f"only a dict or a set is searched slot by slot here, which {describe(obj)} is not")
    return told(facts, key, found, extra), found
