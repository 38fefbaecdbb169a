"""How a dict finds a key: which slots of its index are looked at, in which order, and why.

The rule is that of Objects/dictobject.c: the hash's low bits first, then `5 * i + perturb + 1`, where
perturb begins as the hash and is shifted right by PERTURB_SHIFT before each further look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pymastery.describe import describe
from pymastery.layout.facts import Block, Field, Layout

SHIFT = 5
"""PERTURB_SHIFT."""
_EMPTY, _DUMMY = -1, -2
# by identity: comparing a class would ask its metaclass for __eq__
_SAFE = frozenset(map(id, (str, int, float, bytes, bool, complex, type(None))))


@dataclass(frozen=True)
class Look:
    """One slot that a search looks at.

    Attributes:
        slot: Which one.
        rule: How its number comes about, in the learner's numbers.
        index: What is in it: an entry, or -1 for none and -2 for one that was deleted.
        found: In words.
        is_it: Whether the key is there.
    """

    slot: int
    rule: str
    index: int
    found: str
    is_it: bool


def slots(hashed: int, mask: int, bits: int) -> Iterator[tuple[int, str]]:
    """Yield the slots that a search goes through without end, and how each number comes about.

    Args:
        hashed: The hash, as Python gives it.
        mask: Slots less one.
        bits: Of a word of the interpreter.
    """
    perturb = hashed & (1 << bits) - 1
    slot = perturb & mask
    yield slot, f"hash & {mask}"
    while True:
        perturb >>= SHIFT
        before, slot = slot, slot * 5 + perturb + 1 & mask
        yield slot, f"5 * {before} + {perturb:#x} + 1 & {mask}"


def looks(facts: Layout, key: object, hashed: int, keys: Mapping[int, object]) -> list[Look]:
    """Return the looks of a search for a key, up to the key or to an empty slot.

    Args:
        facts: The layout of the dict.
        key: What is looked for.
        hashed: Its hash.
        keys: The keys of the dict, by id.

    Raises:
        ValueError: Where the index is not drawn slot by slot.
    """
    fields = _fields(facts)
    count = sum(name.startswith("dk_indices[") for name in fields)
    if not count or "dk_indices" in fields or any(":" in name for name in fields if name.startswith("dk_indices")):
        raise ValueError("the index of this dict is too large to be drawn slot by slot: try one of some 40 keys")
    found: list[Look] = []
    for slot, rule in slots(hashed, count - 1, facts.interpreter.pointer_size * 8):
        index = int(fields[f"dk_indices[{slot}]"].value)
        held = keys.get(_pointer(fields, index)) if index >= 0 else None
        is_it = index >= 0 and _is_key(key, held)
        found.append(Look(slot, rule, index, _words(index, is_it, held), is_it))
        if is_it or index == _EMPTY:
            break
    return found


def probed(facts: Layout, key: object, found: list[Look]) -> Layout:
    """Return a layout in which each slot that was looked at says so."""
    notes: dict[str, str] = {}
    for number, look in enumerate(found, start=1):
        name = f"dk_indices[{look.slot}]"
        said = f"look {number}: {_said(look)}"
        notes[name] = f"{notes[name]}; {said}" if name in notes else said
    last = found[-1]
    if last.is_it:
        notes[f"entry[{last.index}].me_key"] = "the key that is looked for"
    blocks = tuple(_noted(block, notes) if block.id == "ma_keys" else block for block in facts.blocks)
    times = "one look" if len(found) == 1 else f"{len(found)} looks"
    end = "finds it" if last.is_it else "comes to an empty slot: the key is not there"
    path = " ".join(f"Look {number}: {_said(look)}." for number, look in enumerate(found, start=1))
    return replace(facts, blocks=blocks, notice=f"A search for {describe(key)} takes {times} and {end}. {path}")


def _said(look: Look) -> str:
    return f"{look.rule} is {look.slot}: {look.found}"


def _fields(facts: Layout) -> dict[str, Field]:
    return {field.name: field for block in facts.blocks if block.id == "ma_keys" for field in block.fields}


def _pointer(fields: Mapping[str, Field], index: int) -> int:
    field = fields.get(f"entry[{index}].me_key")
    return int(field.value, 16) if field is not None and field.value.startswith("0x") else 0


def _is_key(key: object, held: object) -> bool:
    # == of other types would run code of a learner's class
    return key is held or (id(type(key)) in _SAFE and id(type(held)) in _SAFE and held == key)


def _words(index: int, is_it: bool, held: object) -> str:
    if index == _EMPTY:
        return "empty, so the search ends"
    if index == _DUMMY:
        return "a deleted key was here, so the search goes on"
    return f"entry {index}, the key itself" if is_it else f"entry {index}, another key: {describe(held)}"


def _noted(block: Block, notes: Mapping[str, str]) -> Block:
    return replace(block, fields=tuple(replace(field, note=notes.get(field.name)) for field in block.fields))
