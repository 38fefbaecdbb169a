"""How a set finds a key: which entries of its table are looked at (set_lookkey of Objects/setobject.c).

Where the table has room for them, a hop is followed by LINEAR_PROBES linear probes. A key is found where the
hashes are the same and it is the very key or == is true; a removed key leaves a dummy with the hash -1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pymastery.describe import describe, issubclass_exactly
from pymastery.layout.facts import Layout
from pymastery.layout.looks import EMPTY, REMOVED, Look, Step, Verdict, hops, judged, path, words
from pymastery.layout.sets import items_of

LINEAR_PROBES = 9
"""Entries looked at in a row after the one that a hop leads to, in all of CPython 3.10 to 3.15."""


def looks_in_set(facts: Layout, obj: Any, key: object) -> tuple[tuple[Look, ...], Mapping[str, str]]:
    """Return the looks of a search for a key, and what is to be noted elsewhere: nothing.

    Args:
        facts: The layout of the set or frozenset.
        obj: The set.
        key: What is looked for; a set as what `frozenset` makes of it, as `in` does.

    Raises:
        TypeError: For a key that has no hash.
        ValueError: Where the table is not drawn entry by entry, or the set is not as it was drawn.
    """
    hashed = _hash(key)
    array = "table" if any(block.id == "table" for block in facts.blocks) else "smalltable"
    fields = {field.name: (block, field) for block in facts.blocks for field in block.fields}
    mask = int(fields["mask"][1].value) if "mask" in fields else 0
    items = items_of(obj)

    def look(step: Step) -> Look:
        name = f"{array}[{step.slot}]"
        if name in fields:
            block, field = fields[name]
            raw = block.data[field.offset - block.start :][: field.size]
            gone: Verdict = "removed" if any(raw) else "empty"
            return Look(*step, name, REMOVED if any(raw) else EMPTY, gone, words(gone))
        held = items[int(fields[f"{name}.key"][1].value, 16)]
        verdict = judged(key, held, int(fields[f"{name}.hash"][1].value) == hashed)
        return Look(*step, f"{name}.key", step.slot, verdict, words(verdict, f"the item {describe(held)}"))

    if not all({f"{array}[{slot}]", f"{array}[{slot}].hash"} & fields.keys() for slot in range(mask + 1)):
        raise ValueError("the table of this set is not drawn entry by entry: try one of some 15 items")
    try:
        return path(_steps(hashed, mask, facts.interpreter.pointer_size * 8), look), {}
    except KeyError:
        raise ValueError("this set is not as it was when it was drawn: make a new view") from None


def _steps(hashed: int, mask: int, bits: int) -> Iterator[Step]:
    for step in hops(hashed, mask, bits):
        yield step
        if step.slot + LINEAR_PROBES <= mask:
            for near in range(step.slot, step.slot + LINEAR_PROBES):
                yield Step(near + 1, "linear probe", f"{near} + 1")


def _hash(key: Any) -> int:
    try:
        return hash(key)
    except TypeError:
        if not issubclass_exactly(type(key), set):
            raise
        return hash(frozenset(key))
