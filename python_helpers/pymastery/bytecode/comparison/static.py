"""Two programs side by side → plain text in two columns, and static HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pymastery.bytecode.comparison import CodeRows, Comparison, Pair, Program
from pymastery.bytecode.comparison.folded import Fold, Listed, listed
from pymastery.describe import printable
from pymastery.markup import Markup, count, details, element, table, text

WIDTH = 60
"""Characters of the left column at most."""

SIGNS = {"same": "=", "changed": "~", "left": "<", "right": ">"}
"""The sign of a row, by its state."""

WORDS = {"same": "the same", "changed": "changed", "left": "only here", "right": "only there"}
"""The words for it."""


class Half(NamedTuple):
    """One side of a row, as text; `line` is "" unless the source line is another than above."""

    line: str
    label: str
    offset: str
    name: str


_NOTHING = Half("", "", "", "")


def title(comparison: Comparison) -> str:
    """Return what is shown, in one line."""
    here, there = (f"{side.subject}, {side.interpreter.name}" for side in (comparison.left, comparison.right))
    return printable(f"Bytecode of {here}, beside {there}")


def summary(comparison: Comparison) -> str:
    """Return how much is the same and how much is not, in one sentence."""
    same = comparison.count("same")
    rest = ", ".join(f"{comparison.count(state)} {WORDS[state]}" for state in ("changed", "left", "right"))
    return f"{count(same, 'instruction')} {'is' if same == 1 else 'are'} the same, {rest}."


def legend() -> str:
    """Return what the signs mean, in one sentence."""
    signs = ", ".join(f"{sign} {WORDS[state]}" for state, sign in SIGNS.items())
    return f"Here is on the left, there on the right: {signs}. A label there is named after the one here beside it."


def notes(comparison: Comparison, parts: Iterable[Listed]) -> list[str]:
    """Return the sentences on what is not shown."""
    sides = (comparison.left, comparison.right)
    said = [printable(notice) for side in sides for notice in side.notices]
    return list(dict.fromkeys([*said, *filter(None, map(_cut_program, sides)), *_left_out(comparison, parts)]))


def _cut_program(program: Program) -> str:
    """Where a program is longer than what is known of it, how much of it is compared."""
    if program.facts:
        shown, total = program.facts.shown, program.facts.total
    else:
        cut = (program.recorded or {}).get("cut", {"shown": 0, "total": 0})
        shown, total = cut["shown"], cut["total"]
    name = printable(program.subject)
    return f"{shown} of {total} instructions of {name} are compared." if shown < total else ""


def _left_out(comparison: Comparison, parts: Iterable[Listed]) -> Iterator[str]:
    places = [part.pair for part in parts]
    rows = [row for part in parts for row in part.rows if not isinstance(row, Fold)]
    total = sum(len(pair.rows) for pair in comparison.pairs)
    if len(rows) == total:
        return
    differ = total - comparison.count("same") - sum(row.state != "same" for row in rows)
    what = f"{differ} of the others differ" if differ else "all others are the same on both sides"
    yield f"{len(rows)} of {total} rows are listed; {what}."
    missing = len(comparison.pairs) - len(places)
    if missing:
        yield f"{count(missing, 'pair')} of code objects {'is' if missing == 1 else 'are'} not listed at all."


def headings(comparison: Comparison, pair: Pair) -> tuple[str, str]:
    """Return what the two code objects of a pair are, in a line each; "" for none."""
    return _heading(comparison.left, pair.left), _heading(comparison.right, pair.right)


def _heading(program: Program, place: int) -> str:
    if place < 0:
        return ""
    code = program.codes[place]
    return printable(f"{code.qualname}: {count(len(code.opnames), 'instruction')}")


def rows(comparison: Comparison, part: Listed) -> Iterator[tuple[Half, str, Half]]:
    """Yield what is listed of a pair: what is on the left, the state, what is on the right."""
    left, right = _Column(comparison.left, part.pair.left), _Column(comparison.right, part.pair.right)
    right.labels = _named_as_here(part.pair, left.labels, right.labels)
    for row in part.rows:
        if isinstance(row, Fold):
            words = Half("", "", "", f"… {count(row.size, 'equal instruction')} …")
            left.skip()
            right.skip()
            yield words, "same", words
        else:
            yield left.half(row.left), row.state, right.half(row.right)


def _named_as_here(pair: Pair, here: Mapping[int, str], there: Mapping[int, str]) -> dict[int, str]:
    """The labels there, named after the ones here that they stand beside.

    Two jumps to one row read the same then, and no others do: what has no label beside it goes on counting.
    """
    named: dict[int, str] = {}
    count = len(here)
    for row in pair.rows:
        if row.right in there:
            count += row.left not in here
            named[row.right] = here.get(row.left, f"L{count}")
    return named


class _Column:
    """One side of a pair, asked for from top to bottom."""

    def __init__(self, program: Program, place: int) -> None:
        self._code: CodeRows | None = program.codes[place] if place >= 0 else None
        self.labels: Mapping[int, str] = self._code.labels if self._code else {}
        self._above = 0

    def skip(self) -> None:
        """Forget the line above: what comes next is somewhere else."""
        self._above = 0

    def half(self, index: int) -> Half:
        code = self._code
        if code is None or index < 0:
            return _NOTHING
        target, line = code.targets.get(index), code.positions[index][0] or self._above
        meaning = code.texts[index] if target is None else f"to {self.labels[target]}"
        half = Half(
            line=str(line) if line != self._above else "",
            label=self.labels.get(index, ""),
            offset=str(code.offsets[index]),
            name=printable(f"{code.opnames[index]} {meaning}".rstrip()),
        )
        self._above = line
        return half


def plain(comparison: Comparison) -> str:
    """Return the text form."""
    lines, parts = [title(comparison), summary(comparison), legend()], listed(comparison)
    shown = []
    for part in parts:
        here, there = headings(comparison, part.pair)
        shown.append((here, "|", there))
        shown += [
            (_plain_half(left), SIGNS[state], _plain_half(right)) for left, state, right in rows(comparison, part)
        ]
    width = min(WIDTH, max((len(left) for left, _, _ in shown), default=0))
    for left, sign, right in shown:
        lines += [*([""] if sign == "|" else []), f"{_cut(left, width):<{width}} {sign} {right}".rstrip()]
    said = notes(comparison, parts)
    return "\n".join([*lines, "", *said] if said else lines)


def _plain_half(half: Half) -> str:
    return f"{half.line:>5} {half.label:>4} {half.offset:>5}  {half.name}".rstrip()


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else f"{words[: width - 1]}…"


def html(comparison: Comparison) -> Markup:
    """Return the static HTML form: a table a pair of code objects, nested ones folded."""
    pieces = [element("p", element("strong", text(title(comparison)))), element("p", text(summary(comparison)))]
    parts = listed(comparison)
    for part in parts:
        here, there = headings(comparison, part.pair)
        name = f"{here or 'nothing here'} beside {there or 'nothing there'}"
        left, right = part.pair.left, part.pair.right
        code = comparison.left.codes[left] if left >= 0 else comparison.right.codes[right]
        listing = table(name, _HEAD, [_cells(*row) for row in rows(comparison, part)])
        pieces.append(details(name, listing) if code.level else listing)
    pieces += [element("p", text(note)) for note in notes(comparison, parts)]
    return Markup("".join(pieces))


_HEAD = ["line here", "label", "offset", "instruction here", "", "line there", "label", "offset", "instruction there"]


def _cells(left: Half, state: str, right: Half) -> list[Markup]:
    sign = text(SIGNS[state]) if state == "same" else text(f"{SIGNS[state]} {WORDS[state]}")
    return [*_half_cells(left), sign, *_half_cells(right)]


def _half_cells(half: Half) -> list[Markup]:
    name = element("code", text(half.name)) if half.name else text("")
    return [text(half.line), text(half.label), text(half.offset), name]
