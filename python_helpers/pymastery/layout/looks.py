"""What a search in a hash table looks at, in which order, and what it finds: the same in dicts and sets.

The rule is that of Objects/dictobject.c and Objects/setobject.c: the hash's low bits first, then
`5 * i + perturb + 1`, where perturb begins as the hash and is shifted right by PERTURB_SHIFT before each
further hop. What differs, the linear probes of a set, is in set_search.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pymastery.describe import describe
from pymastery.layout.facts import Layout

SHIFT = 5
"""PERTURB_SHIFT."""
EMPTY, REMOVED = -1, -2
"""In place of an entry's number: none, and one that was removed (DKIX_EMPTY, DKIX_DUMMY)."""

Verdict = Literal["empty", "removed", "other hash", "unequal", "not compared", "no value", "found"]
Hop = Literal["hash & mask", "linear probe", "perturbed"]
_ENDS = ("empty", "no value", "found")
_WORDS: Mapping[Verdict, str] = {
    "empty": "empty, so the search ends",
    "removed": "a removed key was here, so the search goes on",
    "other hash": "{} has another hash, so the search goes on",
    "unequal": "{} has the same hash and is not equal, so the search goes on",
    "not compared": "{} has the same hash and is another object: the search goes on unless == is true, "
    "which is not asked here",
    "no value": "{} is what is looked for, but this dict has no value for it",
    "found": "{} is what is looked for",
}
# by identity: comparing a class would ask its metaclass for __eq__
_SAFE = frozenset(map(id, (str, int, float, bytes, bool, complex, type(None))))


class Step(NamedTuple):
    """A slot that a search comes to: which, how, and how its number comes about."""

    slot: int
    hop: Hop
    rule: str


@dataclass(frozen=True)
class Look:
    """One slot that a search looks at.

    Attributes:
        slot: Which one: of a dict's index, or of a set's table.
        hop: How the search comes to it: "hash & mask", "linear probe" or "perturbed".
        rule: How its number comes about, in the learner's numbers.
        field: The name of the field that it is in the layout.
        index: The entry that is in it: -1 for none and -2 for one that was removed.
        verdict: Why the search goes on ("removed", "other hash", "unequal"; "not compared" where only == of
            a class knows) or ends ("empty", "found"; "no value" for a key that only other instances have).
        found: The same in words.
    """

    slot: int
    hop: Hop
    rule: str
    field: str
    index: int
    verdict: Verdict
    found: str

    @property
    def is_it(self) -> bool:
        """Whether the key is there."""
        return self.verdict == "found"


def hops(hashed: int, mask: int, bits: int) -> Iterator[Step]:
    """Yield the slots that a search hops to, until all of them had their turn.

    Args:
        hashed: The hash, as Python gives it.
        mask: Slots less one.
        bits: Of a word of the interpreter.
    """
    perturb = hashed & (1 << bits) - 1
    slot = perturb & mask
    yield Step(slot, "hash & mask", f"{hashed} & {mask}")
    # once perturb is 0, the rule alone goes through every slot
    for _ in range(bits // SHIFT + 1 + mask):
        perturb >>= SHIFT
        before, slot = slot, slot * 5 + perturb + 1 & mask
        yield Step(slot, "perturbed", f"5 * {before} + {perturb:#x} + 1 & {mask}")


def path(steps: Iterable[Step], look: Callable[[Step], Look]) -> tuple[Look, ...]:
    """Return the looks of a search, up to where it ends.

    Args:
        steps: The slots in the order of the search.
        look: Tells what is found at one of them.

    Raises:
        ValueError: Where it has no end, which no table of CPython's brings about.
    """
    found: list[Look] = []
    for step in steps:
        found.append(look(step))
        if found[-1].verdict in _ENDS:
            return tuple(found)
    raise ValueError("no slot of this table is empty: it was changed while it was read")


def judged(key: object, held: object, same_hash: bool) -> Verdict:
    """Return what a search makes of a key that it meets; == is asked of numbers, texts and bytes alone."""
    if not same_hash:
        return "other hash"
    if key is held:
        return "found"
    # == of other types would run code of a learner's class
    if id(type(key)) not in _SAFE or id(type(held)) not in _SAFE:
        return "not compared"
    return "found" if held == key else "unequal"


def words(verdict: Verdict, met: str = "") -> str:
    """Return a verdict in words; `met` describes the key that is met."""
    return _WORDS[verdict].format(met)


def told(facts: Layout, key: object, found: tuple[Look, ...], extra: Mapping[str, str]) -> Layout:
    """Return a layout in which each slot that was looked at says so, and the notice tells of the search.

    Args:
        facts: The layout of the dict or set.
        key: What was looked for.
        found: The looks.
        extra: Notes of other fields, by name.
    """
    said = [
        f"look {number} ({look.hop}): {look.rule} is {look.slot}: {look.found}"
        for number, look in enumerate(found, start=1)
    ]
    notes: dict[str, str] = dict(extra)
    for look, each in zip(found, said, strict=True):
        # a hop may lead to where the search has been
        notes[look.field] = f"{notes[look.field]}; {each}" if look.field in notes else each
    blocks = tuple(
        replace(block, fields=tuple(replace(field, note=notes.get(field.name)) for field in block.fields))
        for block in facts.blocks
    )
    times = "one look" if len(found) == 1 else f"{len(found)} looks"
    steps = "; ".join(said)
    notice = f"A search for {describe(key)} takes {times} and {_end(found)}: {steps}."
    return replace(facts, blocks=blocks, notice=notice)


def _end(found: tuple[Look, ...]) -> str:
    last = found[-1].verdict
    end = "finds it" if last == "found" else "comes to an empty slot: the key is not there"
    if last == "no value":
        end = "finds it without a value: it is not there"
    unknown = any(look.verdict == "not compared" for look in found)
    return f"{end}, unless == with a key of the same hash is true, which is not asked here" if unknown else end
