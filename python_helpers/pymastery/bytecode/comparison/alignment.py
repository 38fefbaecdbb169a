"""Which instructions of one code object stand beside which of another: anchors, then a dynamic programme between them.

An anchor is a pair of instructions that are alike in everything and alike to no other. What lies between
two anchors is paired so that the sum of the likenesses is largest, both sides in order. Where a code object
is long and repeats itself, so that there are few anchors, what lies between is cut into pieces first: the
work is bounded by CELLS, whatever is compared. (difflib looks for the longest equal block first: where a few
instructions make up most of the code, as they do, that takes minutes for some thousands.)

The compiler of another version takes another opcode for the same thing, so two different opcodes may stand
beside each other where their names say that they are of one kind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

CELLS = 1_500_000
"""Pairs of instructions that are looked at at most, all code objects together."""

SMALL = 40_000
"""Pairs that are all looked at where there is room: more are cut by anchors that are less sure."""

UNKNOWN = -1
"""The line of an instruction that has no place in a source that both sides have."""

UNLIKE = -2
"""Any line that no line of the other source corresponds to; two of these may be one line that was edited."""

# how much two instructions are alike: by opcode and text of the argument, then by place
_SAME, _SAME_OPCODE, _CLOSE, _CLOSE_TEXT, _KIND, _KIND_TEXT = 140, 60, 40, 70, 30, 55
_SAME_COLUMNS, _OTHER_LINE = 15, -70

_KINDS = {
    **dict.fromkeys(("INPLACE", "COMPARE", "CONTAINS", "IS"), "BINARY"),
    **dict.fromkeys(("DUP", "ROT", "SWAP"), "COPY"),
    "BEFORE": "SETUP",
}
"""First words of opcodes that are of one kind with another first word."""

_ALONE = ("POP_", "END_", "CHECK_", "COPY_FREE_VARS", "MAKE_CELL")
"""Beginnings of the opcodes whose first word says nothing of their kind."""

Gap = tuple[int, int, int, int]
"""Instructions that are still to be paired: left from, left to, right from, right to, the ends exclusive."""


@dataclass(frozen=True)
class Side:
    """The instructions of one code object as numbers that are equal where two instructions are alike.

    Attributes:
        opnames: The number of each opcode's name.
        texts: The number of the text of each argument.
        lines: Of each the line: a number that corresponding lines share, 0 or more; or UNLIKE, or UNKNOWN.
        columns: Of each the columns in its line, None where they are not known.
    """

    opnames: Sequence[int]
    texts: Sequence[int]
    lines: Sequence[int]
    columns: Sequence[Hashable]

    def __len__(self) -> int:
        return len(self.opnames)


class Likeness(dict[int, tuple[list[int], list[int]]]):
    """Opcode → how much each other one is like it, with the same text of the argument and with another text.

    Args:
        names: The names by number.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names

    def __missing__(self, number: int) -> tuple[list[int], list[int]]:
        scores = [_likeness(self.names[number], name) for name in self.names]
        self[number] = [same for same, _ in scores], [other for _, other in scores]
        return self[number]


@lru_cache(maxsize=1 << 14)
def _likeness(left: str, right: str) -> tuple[int, int]:
    """How much two opcodes are alike, with the same text of the argument and with another; 0 for not at all."""
    if left == right:
        return _SAME, _SAME_OPCODE
    if _kind(left) != _kind(right):
        return 0, 0
    shared = set(left.split("_")) & set(right.split("_"))
    return (_CLOSE_TEXT, _CLOSE) if len(shared) > 1 else (_KIND_TEXT, _KIND)


def _kind(name: str) -> str:
    if name.startswith("POP_JUMP"):
        return "JUMP"
    word = name.partition("_")[0]
    return name if name.startswith(_ALONE) else _KINDS.get(word, word)


def aligned(sides: Sequence[tuple[Side, Side]], names: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Return, of each two code objects, the pairs of instructions that stand beside each other, in order.

    Args:
        sides: The code objects.
        names: The names of all their opcodes, by number.
    """
    found: list[list[tuple[int, int]]] = [[] for _ in sides]
    gaps = [_gaps(left, right, pairs) for (left, right), pairs in zip(sides, found, strict=True)]
    width = max(4, CELLS // max(1, sum(gap[1] - gap[0] + gap[3] - gap[2] for each in gaps for gap in each)))
    likeness = Likeness(names)
    for (left, right), pairs, each in zip(sides, found, gaps, strict=True):
        for gap in each:
            for piece in pieces(gap, width):
                pairs += _programme(piece, left, right, likeness)
        pairs.sort()
    return found


def _gaps(left: Side, right: Side, pairs: list[tuple[int, int]]) -> list[Gap]:
    """Find the anchors; return what is left between them."""
    has_columns = any(left.columns) and any(right.columns)
    exact, in_line, in_place = (
        [list(zip(*columns, strict=True)) for columns in each]
        for each in (
            ((side.opnames, side.texts) for side in (left, right)),
            ((side.opnames, side.texts, side.lines) for side in (left, right)),
            ((side.opnames, side.texts, side.lines, side.columns) for side in (left, right)),
        )
    )
    surest = in_place if has_columns else in_line
    has_line = [line >= 0 for line in left.lines]
    gaps: list[Gap] = [(0, len(left), 0, len(right))]
    for (ours, theirs), usable, least in (
        (surest, has_line, 0),
        (surest, has_line, 0),
        (in_line, has_line, SMALL),
        (exact, [True] * len(left), SMALL),
    ):
        gaps = [
            part
            for gap in gaps
            for part in (
                [gap] if (gap[1] - gap[0]) * (gap[3] - gap[2]) < least else cut(gap, ours, theirs, usable, pairs)
            )
        ]
    return gaps


def cut(
    gap: Gap,
    left: Sequence[Hashable],
    right: Sequence[Hashable],
    usable: Sequence[bool],
    pairs: list[tuple[int, int]],
) -> Iterator[Gap]:
    """Yield what is left of a gap once equal ends and anchors are paired.

    Args:
        gap: Where to look.
        left: A key an entry.
        right: Likewise.
        usable: Which entries of the left may be anchors.
        pairs: The pairs found are added.
    """
    start, end, start2, end2 = gap
    while start < end and start2 < end2 and left[start] == right[start2]:
        pairs.append((start, start2))
        start, start2 = start + 1, start2 + 1
    while start < end and start2 < end2 and left[end - 1] == right[end2 - 1]:
        end, end2 = end - 1, end2 - 1
        pairs.append((end, end2))
    if start == end or start2 == end2:
        return
    here, there = _once(left, start, end), _once(right, start2, end2)
    common = [(index, there[key]) for key, index in here.items() if key in there and usable[index]]
    for index, index2 in [*rising(common), (end, end2)]:
        if start < index and start2 < index2:
            yield start, index, start2, index2
        if index < end:
            pairs.append((index, index2))
        start, start2 = index + 1, index2 + 1


def _once(keys: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Key → index, of those that occur once, in order."""
    count = Counter(keys[start:end])
    return {keys[index]: index for index in range(start, end) if count[keys[index]] == 1}


def rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest part of the pairs, sorted by their first number, whose second ones rise too."""
    tails: list[int] = []
    chain: list[tuple[int, int, int]] = []  # the two numbers, and the link before in `chain`
    ends: list[int] = []
    for first, second in pairs:
        place = bisect_left(tails, second)
        chain.append((first, second, ends[place - 1] if place else -1))
        tails[place : place + 1] = [second]
        ends[place : place + 1] = [len(chain) - 1]
    found = []
    link = ends[-1] if ends else -1
    while link >= 0:
        first, second, link = chain[link]
        found.append((first, second))
    return found[::-1]


def pieces(gap: Gap, width: int) -> Iterator[Gap]:
    """Cut a gap so that each of its instructions is held against `width` others on average."""
    start, end, start2, end2 = gap
    size, size2 = end - start, end2 - start2
    count = -(-size * size2 // (width * (size + size2)))
    for piece in range(count):
        yield (
            start + size * piece // count,
            start + size * (piece + 1) // count,
            start2 + size2 * piece // count,
            start2 + size2 * (piece + 1) // count,
        )


LEFT, RIGHT, BOTH = 0, 1, 2
"""What the last of some instructions do in the best pairing: the left one is alone, the right one, neither."""


def _programme(gap: Gap, left: Side, right: Side, likeness: Likeness) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose likenesses have the largest sum, from the last to the first."""
    start, end, start2, end2 = gap
    count = end2 - start2
    best = [0] * (count + 1)
    moves = []
    for index in range(start, end):
        move = bytearray(count)
        corner = beside = 0
        for place, score in enumerate(_scores(left, right, index, start2, end2, likeness)):
            above = best[place + 1]
            if score > 0 and corner + score >= (above if above > beside else beside):
                beside, move[place] = corner + score, BOTH
            elif beside >= above:
                move[place] = RIGHT
            else:
                beside = above
            corner, best[place + 1] = above, beside
        moves.append(move)
    index, place = end - start, count
    while index and place:
        move_made = moves[index - 1][place - 1]
        index -= move_made != RIGHT
        place -= move_made != LEFT
        if move_made == BOTH:
            yield start + index, start2 + place


def _scores(left: Side, right: Side, index: int, start2: int, end2: int, likeness: Likeness) -> Iterator[int]:
    """How much an instruction is like each of some others; 0 or less where it is not to stand beside it."""
    same, other = likeness[left.opnames[index]]
    text, line, columns = left.texts[index], left.lines[index], left.columns[index]
    for place in range(start2, end2):
        opname = right.opnames[place]
        score = same[opname] if text == right.texts[place] else other[opname]
        if score:
            its = right.lines[place]
            if line == its:
                score += _SAME_COLUMNS if columns == right.columns[place] is not None else 0
            elif line != UNKNOWN and its != UNKNOWN:
                score += _OTHER_LINE
        yield score
