"""How a dict finds a key: which slots of its index are looked at (Objects/dictobject.c).

A key is found where it is the very key, or where the hashes are the same and == is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymastery.describe import describe
from pymastery.layout.decoding import Decoder, Undecodable
from pymastery.layout.facts import Field, Layout
from pymastery.layout.looks import EMPTY, Look, Step, Verdict, hops, judged, path, words


def looks_in_dict(
    facts: Layout, obj: Any, key: object, decoder: Decoder | None
) -> tuple[tuple[Look, ...], Mapping[str, str]]:
    """Return the looks of a search for a key, and what is to be noted elsewhere: at the entry that has it.

    Args:
        facts: The layout of the dict.
        obj: The dict.
        key: What is looked for.
        decoder: Reads the keys that only other dicts have values for, where instances share them.

    Raises:
        TypeError: For a key that has no hash.
        ValueError: Where the index is not drawn slot by slot, or the dict is not as it was drawn.
    """
    hashed = hash(key)
    fields = {field.name: field for block in facts.blocks if block.id == "ma_keys" for field in block.fields}
    slots = [name for name in fields if name.startswith("dk_indices[")]
    if not slots or any(":" in name for name in slots):
        raise ValueError("the index of this dict is too large to be drawn slot by slot: try one of some 40 keys")
    keys = {id(each): each for each in list(dict.keys(obj))}

    def look(step: Step) -> Look:
        name = f"dk_indices[{step.slot}]"
        index = int(fields[name].value)
        if index < 0:
            gone: Verdict = "empty" if index == EMPTY else "removed"
            return Look(*step, name, index, gone, words(gone))
        address = _pointer(fields, index)
        held = keys[address] if address in keys else _shared(address, decoder)
        verdict = "found" if key is held else judged(key, held, _hash(fields, index, held) == hashed)
        if verdict == "found" and address not in keys:
            verdict = "no value"
        return Look(*step, name, index, verdict, words(verdict, f"the key of entry {index}, {describe(held)},"))

    found = path(hops(hashed, len(slots) - 1, facts.interpreter.pointer_size * 8), look)
    last = found[-1]
    return found, {f"entry[{last.index}].me_key": "the key that is looked for"} if last.is_it else {}


def _pointer(fields: Mapping[str, Field], index: int) -> int:
    field = fields.get(f"entry[{index}].me_key")
    return int(field.value, 16) if field is not None and field.value.startswith("0x") else 0


def _hash(fields: Mapping[str, Field], index: int, held: object) -> int | None:
    stored = fields.get(f"entry[{index}].me_hash")
    if stored is not None:
        return int(stored.value)
    # an entry without a hash has a str for a key, which keeps its own
    return str.__hash__(held) if type(held) is str else None


def _shared(address: int, decoder: Decoder | None) -> str:
    """Return a key that the class's instances share and this dict has no value for: read, as nothing gives it."""
    try:
        held = decoder.decode(address) if decoder is not None and address else None
    except Undecodable:
        held = None
    if type(held) is not str:
        raise ValueError("this dict is not as it was when it was drawn: make a new view")
    return held
