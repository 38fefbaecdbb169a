"""What the opcodes that occur do → plain text and static HTML, for who has no cards to open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from pymastery.bytecode.cards import Card, Slot, Version, card
from pymastery.markup import Markup, count, details, element, table, text

TITLE = "What these opcodes do"

ROWS = 120
"""Opcodes told of in HTML, at most."""

SHORT = 40
"""Opcodes told of in text, at most."""


class Row(NamedTuple):
    """One opcode, as text.

    Attributes:
        name: Its name, with a version where two versions have another card for it.
        does: What it does, in a sentence.
        stack: The part of the stack that it touches, before and after.
        raises: When it raises what, "" where it cannot by itself.
    """

    name: str
    does: str
    stack: str
    raises: str


def rows(*sides: tuple[Collection[str], Version]) -> list[Row]:
    """Return a row for each opcode that has a card, by name; two where two versions tell otherwise of it.

    Args:
        *sides: Names of opcodes, and the version of CPython that they are of.
    """
    found: dict[str, dict[tuple[str, str], dict[str, Version]]] = {}
    for names, version in sides:
        for name in names:
            its = card(name, version)
            if its is not None:
                sentences = found.setdefault(name, {}).setdefault((its.does, its.raises or ""), {})
                sentences.setdefault(_stack(its), version)
    return [
        Row(_named(name, cards, next(iter(stacks.values()))), does, _stacks(stacks), raises)
        for name, cards in sorted(found.items())
        for (does, raises), stacks in cards.items()
    ]


def _named(text: str, others: Collection[object], version: Version) -> str:
    return text if len(others) == 1 else f"{text} ({version[0]}.{version[1]})"


def _stacks(stacks: dict[str, Version]) -> str:
    return "; ".join(_named(stack, stacks, version) for stack, version in stacks.items())


def _stack(its: Card) -> str:
    return f"{_slots(its.before)} → {_slots(its.after)}" if its.before or its.after else "-"


def _slots(slots: Iterable[Slot]) -> str:
    return (
        ", ".join(slot.name if slot.times is None else f"{slot.name} * {_factor(slot.times)}" for slot in slots) or "-"
    )


def _factor(times: str) -> str:
    return times if times.isidentifier() else f"({times})"


def plain(told: list[Row]) -> Iterator[str]:
    """Yield the lines of the text form: name and sentence, and below it when it raises."""
    if not told:
        return
    yield TITLE
    width = max(len(row.name) for row in told[:SHORT])
    for row in told[:SHORT]:
        yield f"  {row.name:<{width}}  {row.does}"
        if row.raises:
            yield f"  {'':<{width}}  Raises: {row.raises}"
    if len(told) > SHORT:
        yield f"  … and {count(len(told) - SHORT, 'opcode')} more"


def html(told: list[Row]) -> Iterator[Markup]:
    """Yield the HTML form: a folded table."""
    if not told:
        return
    head = ["opcode", "what it does", "stack before → after", "raises"]
    cells = [
        [element("code", text(row.name)), text(row.does), text(row.stack), text(row.raises)] for row in told[:ROWS]
    ]
    more = [element("p", text(f"… and {count(len(told) - ROWS, 'opcode')} more"))] if len(told) > ROWS else []
    yield details(TITLE, table(TITLE, head, cells), *more)
