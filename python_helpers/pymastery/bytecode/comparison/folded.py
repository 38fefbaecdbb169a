"""Which rows of a comparison are listed where not all can be: those that differ, and those around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pymastery.bytecode.comparison import Comparison, Pair, Row

ROWS = 2_000
"""Rows listed at most, all code objects together; a fold is one."""

CONTEXT = 4
"""Equal rows that are listed before and after one that differs."""

LONGEST = 24
"""Equal rows in a stretch that are listed all, where there is room."""


class Fold(NamedTuple):
    """Equal rows that stand in one line.

    Attributes:
        size: How many there are.
    """

    size: int


@dataclass(frozen=True)
class Listed:
    """What is listed of two code objects.

    Attributes:
        pair: The two.
        rows: Rows of theirs, in order, with folds between; without its end where the room ends.
    """

    pair: Pair
    rows: Sequence[Row | Fold]


def listed(comparison: Comparison) -> list[Listed]:
    """Return what is listed of a comparison, ROWS rows at most, pairs in their order.

    Long stretches of equal rows are folded, all but short ones where there are too many rows still. Pairs
    that differ are listed before there is room for any that do not.
    """
    for longest in (LONGEST, 2 * CONTEXT):
        folded = [list(_folded(pair.rows, longest)) for pair in comparison.pairs]
        if sum(map(len, folded)) <= ROWS:
            break
    room, kept = ROWS, {}
    for place in sorted(range(len(folded)), key=lambda place: _is_equal(comparison.pairs[place])):
        if not room:
            break
        kept[place] = folded[place][:room]
        room -= max(1, len(kept[place]))  # a heading is a row too
    return [Listed(comparison.pairs[place], kept[place]) for place in sorted(kept)]


def _is_equal(pair: Pair) -> bool:
    return all(row.state == "same" for row in pair.rows)


def _folded(rows: Sequence[Row], longest: int) -> Iterator[Row | Fold]:
    """Yield the rows, a fold for the middle of a stretch of more than `longest` equal ones."""
    start = 0
    for equal, group in groupby(rows, lambda row: row.state == "same"):
        stretch = list(group)
        end = start + len(stretch)
        # at the very beginning and at the end, one side of the stretch is near no difference
        before, after = (CONTEXT if start else 0), (CONTEXT if end < len(rows) else 0)
        if equal and len(stretch) > longest:
            yield from stretch[:before]
            yield Fold(len(stretch) - before - after)
            yield from stretch[len(stretch) - after :]
        else:
            yield from stretch
        start = end
