"""The columns of a strip: stretches of calls, each with what was read of the code at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pymastery.bytecode.film.watched import Cell

COLUMNS = 64
"""Columns of a film, at most."""

Key = tuple[int, int]
"""Index of the code object, index of the instruction."""


Texts = tuple[str, str]
"""Arguments and outcome of a call, in words."""


@dataclass(frozen=True)
class Column:
    """Consecutive calls in which nothing changed but counters.

    Attributes:
        first: Number of the first one, from 1; 0 in the column before the first call.
        last: Number of the last one.
        arguments: Of the first call, and after "…" of the last one where they differ; where calls of
            several kinds alternate, of the first call of two of them, and "…".
        outcome: Likewise: "returned 3", "raised ValueError: no".
    """

    first: int
    last: int
    arguments: str
    outcome: str


@dataclass
class Stretch:
    """A column that is still being recorded.

    Attributes:
        texts: Arguments and outcome of the first call and of the last one.
        kinds: Of the calls in it, each with the texts of its first call.
        cells: What differs from the column before.
        missed: How often each specialised form in it missed.
        is_minor: Whether only calls of another kind began it: nothing in the code had changed.
        is_merged: Whether others were put into it because there is no room.
    """

    first: int
    last: int
    texts: tuple[Texts, Texts]
    kinds: dict[object, Texts]
    is_minor: bool
    cells: dict[Key, Cell] = field(default_factory=dict)
    missed: Counter[Key] = field(default_factory=Counter)
    is_merged: bool = False

    def extend(self, other: Stretch) -> None:
        """Let this stretch end where a later one does."""
        self.last = other.last
        self.texts = self.texts[0], other.texts[1]
        for kind, texts in other.kinds.items():
            self.kinds.setdefault(kind, texts)
        for key, cell in other.cells.items():
            if key in self.missed and key in self.cells and self.cells[key].opname != cell.opname:
                del self.missed[key]  # it was another form that missed
        self.cells.update(other.cells)
        self.missed.update(other.missed)

    def column(self) -> Column:
        """Return the column that it is once no call follows."""
        two = list(self.kinds.values())[:2]
        if len(two) < 2:
            (arguments, outcome), (last_arguments, last_outcome) = self.texts
            said = _span(arguments, last_arguments), _span(outcome, last_outcome)
        else:
            said = _both(*(arguments for arguments, _ in two)), _both(*(outcome for _, outcome in two))
        return Column(self.first, self.last, *said)


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} … {last.removeprefix('returned ')}"


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one}, {other.removeprefix('returned ')}, …"


class Columns:
    """The stretches so far, COLUMNS of them at most; the first one is before the first call."""

    def __init__(self) -> None:
        self._stretches = [Stretch(0, 0, (("", ""), ("", "")), {}, is_minor=False)]
        self._kinds: set[object] = set()

    def __iter__(self) -> Iterator[Stretch]:
        return iter(self._stretches)

    @property
    def last(self) -> Stretch:
        """The one that is being recorded."""
        return self._stretches[-1]

    @property
    def merged(self) -> list[Stretch]:
        """Those that stand for several because there is no room."""
        return [stretch for stretch in self._stretches if stretch.is_merged]

    def is_of_another_kind(self, kind: object) -> bool:
        """Return whether a call of this kind asks for a column of its own.

        One of a kind that is new does, and one that ends a run of another kind; kinds that
        alternate share a column: it would be a column a call.
        """
        last = self.last
        alternates = last.first == last.last or len(last.kinds) > 1
        return kind not in last.kinds and (kind not in self._kinds or not alternates)

    def add(self, number: int, arguments: str, outcome: str, kind: object) -> None:
        """Let the last stretch include one more call."""
        self._kinds.add(kind)
        self.last.extend(_one(number, arguments, outcome, kind))

    def begin(self, number: int, arguments: str, outcome: str, kind: object, *, is_minor: bool) -> None:
        """Begin a stretch with a call; where there is no room for one more, two others become one."""
        self._kinds.add(kind)
        if len(self._stretches) == COLUMNS:
            # what is told least by a column of its own: a change of arguments, else what came last
            minor = [place for place in range(2, COLUMNS) if self._stretches[place].is_minor]
            place = minor[-1] if minor else COLUMNS - 1
            later = self._stretches.pop(place)
            self._stretches[place - 1].extend(later)
            self._stretches[place - 1].is_merged = True
        self._stretches.append(_one(number, arguments, outcome, kind, is_minor=is_minor))


def _one(number: int, arguments: str, outcome: str, kind: object, *, is_minor: bool = False) -> Stretch:
    texts = arguments, outcome
    return Stretch(number, number, (texts, texts), {kind: texts}, is_minor)
