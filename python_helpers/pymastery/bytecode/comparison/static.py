"""Two programs side by side → plain text in two columns, and static HTML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pymastery.bytecode.comparison import CodeRows, Comparison, Pair, Program
from pymastery.markup import Markup, details, element, table, text

ROWS = 2_000
"""Rows listed at most, all code objects together."""

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
    return f"Bytecode of {here}, beside {there}"


def summary(comparison: Comparison) -> str:
    """Return how much is the same and how much is not, in one sentence."""
    same = comparison.count("same")
    words = "instruction is" if same == 1 else "instructions are"
    rest = ", ".join(f"{comparison.count(state)} {WORDS[state]}" for state in ("changed", "left", "right"))
    return f"{same} {words} the same, {rest}."


def legend() -> str:
    """Return what the signs mean, in one sentence."""
    signs = ", ".join(f"{sign} {WORDS[state]}" for state, sign in SIGNS.items())
    return f"Here is on the left, there on the right: {signs}."


def notes(comparison: Comparison, listed: int) -> list[str]:
    """Return the sentences on what is not shown."""
    total = sum(len(pair.rows) for pair in comparison.pairs)
    cut = [f"{listed} of {total} rows are listed."] if listed < total else []
    return list(dict.fromkeys([*comparison.left.notices, *comparison.right.notices, *cut]))


def headings(comparison: Comparison, pair: Pair) -> tuple[str, str]:
    """Return what the two code objects of a pair are, in a line each; "" for none."""
    return _heading(comparison.left, pair.left), _heading(comparison.right, pair.right)


def _heading(program: Program, place: int) -> str:
    if place < 0:
        return ""
    count = len(program.codes[place].opnames)
    return _shown(f"{program.codes[place].qualname}: {count} instruction{'' if count == 1 else 's'}")


def rows(comparison: Comparison, pair: Pair) -> Iterator[tuple[Half, str, Half]]:
    """Yield the rows of a pair: what is on the left, the state, what is on the right."""
    left, right = _Column(comparison.left, pair.left), _Column(comparison.right, pair.right)
    return ((left.half(row.left), row.state, right.half(row.right)) for row in pair.rows)


class _Column:
    """One side of a pair, asked for from top to bottom."""

    def __init__(self, program: Program, place: int) -> None:
        self._code: CodeRows | None = program.codes[place] if place >= 0 else None
        self._above = 0

    def half(self, index: int) -> Half:
        code = self._code
        if code is None or index < 0:
            return _NOTHING
        span, target = code.spans[index], code.targets.get(index)
        line = span[0] if span else self._above
        meaning = code.texts[index] if target is None else f"to {code.labels[target]}"
        half = Half(
            line=str(line) if line != self._above else "",
            label=code.labels.get(index, ""),
            offset=str(code.offsets[index]),
            name=_shown(f"{code.opnames[index]} {meaning}".rstrip()),
        )
        self._above = line
        return half


def _shown(words: str) -> str:
    # a name in a file may hold a line's end or what a terminal obeys
    return (
        words if words.isprintable() else "".join(each if each.isprintable() else ascii(each)[1:-1] for each in words)
    )


def _within_budget(comparison: Comparison) -> Iterator[tuple[Pair, list[tuple[Half, str, Half]]]]:
    room = ROWS
    for pair in comparison.pairs:
        listed = list(islice(rows(comparison, pair), room))
        yield pair, listed
        room -= len(listed)
        if not room:
            return


def plain(comparison: Comparison) -> str:
    """Return the text form."""
    lines, listed = [title(comparison), summary(comparison), legend()], 0
    shown = []
    for pair, pair_rows in _within_budget(comparison):
        listed += len(pair_rows)
        here, there = headings(comparison, pair)
        shown.append((here, "|", there))
        shown += [(_plain_half(left), SIGNS[state], _plain_half(right)) for left, state, right in pair_rows]
    width = min(WIDTH, max((len(left) for left, _, _ in shown), default=0))
    for left, sign, right in shown:
        lines += [*([""] if sign == "|" else []), f"{_cut(left, width):<{width}} {sign} {right}".rstrip()]
    said = notes(comparison, listed)
    return "\n".join([*lines, "", *said] if said else lines)


def _plain_half(half: Half) -> str:
    return f"{half.line:>5} {half.label:>4} {half.offset:>5}  {half.name}".rstrip()


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else f"{words[: width - 1]}…"


def html(comparison: Comparison) -> Markup:
    """Return the static HTML form: a table a pair of code objects, nested ones folded."""
    parts = [element("p", element("strong", text(title(comparison)))), element("p", text(summary(comparison)))]
    listed = 0
    for pair, pair_rows in _within_budget(comparison):
        listed += len(pair_rows)
        here, there = headings(comparison, pair)
        name = f"{here or 'nothing here'} beside {there or 'nothing there'}"
        code = comparison.left.codes[pair.left] if pair.left >= 0 else comparison.right.codes[pair.right]
        listing = table(name, _HEAD, [_cells(*row) for row in pair_rows])
        parts.append(details(name, listing) if code.level else listing)
    parts += [element("p", text(note)) for note in notes(comparison, listed)]
    return Markup("".join(parts))


_HEAD = ["line here", "label", "offset", "instruction here", "", "line there", "label", "offset", "instruction there"]


def _cells(left: Half, state: str, right: Half) -> list[Markup]:
    sign = text(SIGNS[state]) if state == "same" else text(f"{SIGNS[state]} {WORDS[state]}")
    return [*_half_cells(left), sign, *_half_cells(right)]


def _half_cells(half: Half) -> list[Markup]:
    name = element("code", text(half.name)) if half.name else text("")
    return [text(half.line), text(half.label), text(half.offset), name]
