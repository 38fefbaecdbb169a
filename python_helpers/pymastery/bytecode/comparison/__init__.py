"""Two programs side by side: which code object and which instruction of one stands beside which of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from pymastery.bytecode.comparison.alignment import UNKNOWN, UNLIKE, Side, aligned, cut
from pymastery.bytecode.facts import Disassembly
from pymastery.cpython.locations import Position
from pymastery.interpreter import Interpreter

STATES = ("same", "changed", "left", "right")
"""What a row can be, as a payload numbers it: two that are the same, two that are not, one alone."""

LINES = 10_000
"""Pairs of lines up to which lines that occur more than once are aligned too."""


@dataclass(frozen=True)
class CodeRows:
    """One code object, row by row. A sequence has one entry an instruction, EXTENDED_ARG included.

    Attributes:
        level: How many code objects it is nested in.
        name: `co_name`.
        qualname: `co_qualname`, before 3.11 the name.
        opnames: The name of each opcode.
        texts: What each argument stands for, or else the argument; "" for none, and of a jump.
        positions: Where each comes from in the source that is shown, NOWHERE where that is not known.
        targets: Index of an instruction that jumps or names a handler → index of its target.
        labels: Index of an instruction that is referred to → "L1", "L2" … in order.
        offsets: Where each begins in `co_code`, in bytes.
    """

    level: int
    name: str
    qualname: str
    opnames: Sequence[str]
    texts: Sequence[str]
    positions: Sequence[Position]
    targets: Mapping[int, int]
    labels: Mapping[int, str]
    offsets: Sequence[int]


@dataclass(frozen=True)
class Program:
    """One side of a comparison.

    Attributes:
        subject: What was given, in words.
        interpreter: Whose code this is.
        first_line: The number that the file gives to the first line.
        lines: The source, none where it cannot be had.
        codes: An outermost code object first, then the ones inside it in first-visit order.
        notices: Sentences on what is not shown, and why.
        facts: What is known of it where it is a program of this interpreter.
        recorded: Where it was recorded, the program as a payload describes it.
    """

    subject: str
    interpreter: Interpreter
    first_line: int
    lines: Sequence[str]
    codes: Sequence[CodeRows]
    notices: Sequence[str] = ()
    facts: Disassembly | None = None
    recorded: Mapping[str, Any] | None = None


class Row(NamedTuple):
    """Two instructions side by side, or one alone.

    Attributes:
        left: The index of the one here, -1 for none.
        right: The index of the other one, -1 for none.
        state: One of STATES.
    """

    left: int
    right: int
    state: str


@dataclass(frozen=True)
class Pair:
    """Two code objects side by side, or one alone.

    Attributes:
        left: The index of the one here, -1 for none.
        right: The index of the other one, -1 for none.
        rows: All instructions of both, each once and in order.
    """

    left: int
    right: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """Two programs side by side.

    Attributes:
        left: The one here.
        right: The other one.
        pairs: Their code objects: an outermost pair first, then those inside it.
    """

    left: Program
    right: Program
    pairs: tuple[Pair, ...]

    def count(self, state: str) -> int:
        """Return how many rows are in a state."""
        return sum(row.state == state for pair in self.pairs for row in pair.rows)


def compare(left: Program, right: Program) -> Comparison:
    """Return two programs side by side; every instruction of both is in it once, those of a pair in order.

    Code objects are paired by name and place among their siblings, instructions by what they do and by the
    line they come from: lines of the two sources correspond where their text is the same.
    """
    places = list(pair_codes(left.codes, right.codes))
    both = [(left.codes[here], right.codes[there]) for here, there in places if here >= 0 and there >= 0]
    lines = _lines(left, right)
    numbers = _Numbers()
    sides = [(numbers.side(ours, lines[0]), numbers.side(theirs, lines[1])) for ours, theirs in both]
    beside = iter([dict(pairs) for pairs in aligned(sides, list(numbers.names))])
    return Comparison(
        left,
        right,
        tuple(
            Pair(here, there, _rows(left.codes[here], right.codes[there], next(beside)))
            if here >= 0 and there >= 0
            else _alone(here, there, (left.codes if here >= 0 else right.codes)[max(here, there)])
            for here, there in places
        ),
    )


def _alone(left: int, right: int, code: CodeRows) -> Pair:
    count = range(len(code.opnames))
    rows = (Row(at, -1, "left") for at in count) if left >= 0 else (Row(-1, at, "right") for at in count)
    return Pair(left, right, tuple(rows))


def _rows(left: CodeRows, right: CodeRows, beside: Mapping[int, int]) -> tuple[Row, ...]:
    rows, here, there = [], 0, 0
    for index, other in [*beside.items(), (len(left.opnames), len(right.opnames))]:
        rows += [Row(alone, -1, "left") for alone in range(here, index)]
        rows += [Row(-1, alone, "right") for alone in range(there, other)]
        if index < len(left.opnames):
            rows.append(Row(index, other, "same" if _is_same(left, right, index, other, beside) else "changed"))
        here, there = index + 1, other + 1
    return tuple(rows)


def _is_same(left: CodeRows, right: CodeRows, index: int, other: int, beside: Mapping[int, int]) -> bool:
    """Whether opcode and text are the same and, of a jump, where it leads."""
    if left.opnames[index] != right.opnames[other] or left.texts[index] != right.texts[other]:
        return False
    target, its = left.targets.get(index), right.targets.get(other)
    return its is None if target is None else beside.get(target) == its


class _Numbers:
    """Names and texts as numbers, equal where they are equal."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self._texts: dict[str, int] = {}

    def side(self, code: CodeRows, lines: Mapping[int, int]) -> Side:
        """Return a code object as numbers.

        Args:
            code: The code object.
            lines: Line of its source → number of the line; other lines are not known.
        """
        names, texts = self.names, self._texts
        return Side(
            opnames=[names.setdefault(name, len(names)) for name in code.opnames],
            texts=[texts.setdefault(text, len(texts)) for text in code.texts],
            lines=[lines.get(line or 0, UNKNOWN) for line, _, _, _ in code.positions],
            columns=[_columns(position) for position in code.positions],
        )


def _columns(position: Position) -> tuple[int, int, int | None] | None:
    """How many lines further an instruction ends, and its columns; None where they are not known."""
    line, end_line, column, end_column = position
    return None if line is None or end_line is None or column is None else (end_line - line, column, end_column)


# --- which code object stands beside which -----------------------------------------------------------------


def pair_codes(left: Sequence[CodeRows], right: Sequence[CodeRows]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of code objects that stand beside each other, -1 for none; an outer pair before inner ones."""
    inner, inner2 = _inner(left), _inner(right)
    pending = [*_siblings(left, inner[-1], right, inner2[-1])][::-1]
    while pending:
        here, there = pending.pop()
        yield here, there
        ours = inner[here] if here >= 0 else []
        theirs = inner2[there] if there >= 0 else []
        pending += [*_siblings(left, ours, right, theirs)][::-1]


def _inner(codes: Sequence[CodeRows]) -> dict[int, list[int]]:
    """Index of a code object → indexes of those directly in it; -1 → the outermost ones."""
    inner: dict[int, list[int]] = {-1: []}
    path: list[int] = []
    for index, code in enumerate(codes):
        del path[code.level :]
        inner[path[-1] if path else -1].append(index)
        inner[index] = []
        path.append(index)
    return inner


def _siblings(
    left: Sequence[CodeRows], ours: Sequence[int], right: Sequence[CodeRows], theirs: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of the code objects in one, those that are alone in their place among the others."""
    beside = _beside([left[at] for at in ours], [right[at] for at in theirs])
    taken, told = set(beside.values()), 0
    for place, index in enumerate(ours):
        other = beside.get(place)
        if other is not None:
            yield from ((-1, theirs[at]) for at in range(told, other) if at not in taken)
            told = max(told, other)
        yield index, -1 if other is None else theirs[other]
    yield from ((-1, theirs[at]) for at in range(told, len(theirs)) if at not in taken)


def _beside(ours: Sequence[CodeRows], theirs: Sequence[CodeRows]) -> dict[int, int]:
    """Place among siblings → place of the one beside it: those of one name in turn, equal ones before all."""
    here, there = _by_name(ours), _by_name(theirs)
    beside: dict[int, int] = {}
    for name, places in here.items():
        beside.update(_of_one_name(ours, places, theirs, there.get(name, [])))
    taken = set(beside.values())
    alone = [place for place in range(len(ours)) if place not in beside]
    alone2 = [place for place in range(len(theirs)) if place not in taken]
    if len(alone) == len(alone2) == 1 and _can_be_renamed(ours[alone[0]], theirs[alone2[0]]):
        beside[alone[0]] = alone2[0]
    return beside


def _by_name(codes: Sequence[CodeRows]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, code in enumerate(codes):
        places.setdefault(code.name, []).append(place)
    return places


def _of_one_name(
    ours: Sequence[CodeRows], places: Sequence[int], theirs: Sequence[CodeRows], places2: Sequence[int]
) -> Iterator[tuple[int, int]]:
    keys = [(tuple(ours[place].opnames), tuple(ours[place].texts)) for place in places]
    keys2 = [(tuple(theirs[place].opnames), tuple(theirs[place].texts)) for place in places2]
    pairs: list[tuple[int, int]] = []
    for start, end, start2, end2 in cut((0, len(keys), 0, len(keys2)), keys, keys2, [True] * len(keys), pairs):
        pairs += zip(range(start, end), range(start2, end2), strict=False)
    return ((places[here], places2[there]) for here, there in pairs)


def _can_be_renamed(ours: CodeRows, theirs: CodeRows) -> bool:
    """Whether two code objects of other names, alone in their places, may be each other: no lambda and a def."""
    return ours.level == 0 or ours.name.startswith("<") == theirs.name.startswith("<")


# --- which line of the source corresponds to which ---------------------------------------------------------


def _lines(left: Program, right: Program) -> tuple[dict[int, int], dict[int, int]]:
    """Return line → number for both sources, as alignment.Side.lines wants them; none where a source is missing."""
    ours, theirs = _used_lines(left), _used_lines(right)
    if list(left.lines) == list(right.lines):
        return {line: line - left.first_line for line in ours}, {line: line - right.first_line for line in theirs}
    if not ours or not theirs:
        return {}, {}
    pairs = dict(_corresponding(list(ours.values()), list(theirs.values())))
    return _numbered(ours, pairs), _numbered(theirs, {other: place for place, other in pairs.items()})


def _used_lines(program: Program) -> dict[int, str]:
    """Line → its text, of the lines in which an instruction begins, in order."""
    used = {line for code in program.codes for line, _, _, _ in code.positions if line}
    first, count = program.first_line, len(program.lines)
    return {line: program.lines[line - first].strip() for line in sorted(used) if 0 <= line - first < count}


def _corresponding(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Places of lines that are equal, in order."""
    pairs: list[tuple[int, int]] = []
    gaps = [(0, len(ours), 0, len(theirs))]
    for _ in range(2):
        gaps = [part for gap in gaps for part in cut(gap, ours, theirs, [True] * len(ours), pairs)]
    for start, end, start2, end2 in gaps:
        if (end - start) * (end2 - start2) <= LINES:
            matcher = SequenceMatcher(None, ours[start:end], theirs[start2:end2], autojunk=False)
            for here, there, size in matcher.get_matching_blocks():
                pairs += zip(
                    range(start + here, start + here + size), range(start2 + there, start2 + there + size), strict=True
                )
    return sorted(pairs)


def _numbered(lines: Iterable[int], beside: Mapping[int, int]) -> dict[int, int]:
    """Line → the number of the pair it is in, UNLIKE where it is in none."""
    numbers, count = {}, 0
    for place, line in enumerate(lines):
        numbers[line] = count if place in beside else UNLIKE
        count += place in beside
    return numbers
