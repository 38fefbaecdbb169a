"""dict: Objects/dictobject.c and Include/internal/pycore_dict.h."""

from __future__ import annotations

from itertools import islice
from typing import Any

from pymastery.cpython.models import Model
from pymastery.describe import describe
from pymastery.layout.facts import Block, Target
from pymastery.layout.keys import Table, keys_block, read_table
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared
from pymastery.layout.values import Attribute, values_block

_COMPARED = 512
"""Items of a dict that are compared with its entries: more than a block shows."""


def first_items(obj: Any) -> list[tuple[object, object]]:
    """Return the first items of a dict in order; none where it changes while being read."""
    try:
        return list(islice(dict.items(obj), _COMPARED))
    except RuntimeError:
        return []


def add_dict(reading: Reading, obj: Any, model: Model) -> list[Block]:
    """Add the header of a dict, also of a subclass; return the blocks of its keys and values."""
    struct = "PyDictObject"
    used = reading.read(struct, "ma_used")
    words = "item" if used == 1 else "items"
    reading.member(struct, "ma_used", "length", words, compared(used == dict.__len__(obj), "len(x) says the same."))
    watchers = "; low bits: watchers" if model.dict_watchers else ""
    reading.member(struct, "ma_version_tag", "flags", f"changes with every change of the dict{watchers}")
    reading.member(struct, "_ma_watcher_tag", "flags", "who watches this dict for changes; a counter for the JIT")
    split = reading.read(struct, "ma_values")
    items = first_items(obj)
    table = read_table(reading.layouts, reading.read(struct, "ma_keys"), model)
    room = dict.__sizeof__(obj) - type.__dict__["__basicsize__"].__get__(type(obj))
    keys = keys_block(reading, table, items, bool(split), room, dict.__len__(obj)) if table else None
    _add_keys(reading, keys, bool(split), used)
    values = values_block(reading, "ma_values", split, _capacity(table), _attributes(items)) if split else None
    _add_values(reading, values, split)
    reading.known_end = reading.layouts.size(struct)
    return [block for block in (keys, values) if block]


def _attributes(items: list[tuple[object, object]]) -> list[Attribute]:
    how = "It is the id of one of the values of x."
    return [Attribute(-1, "", id(value), describe(value, 40), how) for _, value in items]


def _capacity(table: Table | None) -> int:
    return table.nentries + table.usable if table else 0  # shared_keys_usable_size


def _add_keys(reading: Reading, keys: Block | None, split: bool, used: int) -> None:
    what = "the keys, shared with other instances" if split else "the hash table: indices and entries"
    if keys is None:
        reading.member("PyDictObject", "ma_keys", "pointer", what, NO_SECOND_SOURCE)
        return
    entries = [field for field in keys.fields if ".me_" in field.name and field.role != "padding"]
    if not entries or split:
        proof = NO_SECOND_SOURCE
    else:
        holds = all(field.role != "unknown" for field in entries)
        proof = compared(holds, "The entries it leads to are the items of x, in their order.")
    target = Target(keys.title, "ma_keys")
    reading.member("PyDictObject", "ma_keys", "pointer", what, proof, target=target)


def _add_values(reading: Reading, values: Block | None, split: int) -> None:
    if not split:
        words = "NULL: the values stand in the entries"
        reading.member("PyDictObject", "ma_values", "pointer", words)
        return
    target = Target(values.title, "ma_values") if values else None
    reading.member("PyDictObject", "ma_values", "pointer", "the values, apart from the keys", target=target)
