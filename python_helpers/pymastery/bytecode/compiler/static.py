"""The stages of a text → plain text and static HTML: what each stage of the compiler made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pymastery.bytecode.compiler.facts import STAGES, Emitted, Node, Refusal, Scope, Span, Stages, Symbol, Token
from pymastery.describe import bounded
from pymastery.markup import Markup, details, element, table, text

ROWS = 400
"""Rows told of at most, of each stage."""

ACROSS = 60
"""Tokens of one line and places of one name told of at most."""

TEXT_LIMIT = 60
"""Characters of one token."""

LINE_LIMIT = 160
"""Characters of a line of the source that is refused."""

_BY = dict(zip(STAGES, ("tokenize", "the parser", "the symbol table", "the code generator"), strict=True))
_WHAT = dict(zip(STAGES, ("tokens", "tree", "symbol table", "instructions"), strict=True))
_BLANK = frozenset({"NEWLINE", "NL", "INDENT", "DEDENT", "ENDMARKER"})


class Row(NamedTuple):
    """A row of a section.

    Attributes:
        cells: As texts.
        key: What it tells of, as in `Stages.totals`; "" for a heading of what is not counted.
        number: How many of these.
    """

    cells: tuple[str, ...]
    key: str = ""
    number: int = 1


@dataclass(frozen=True)
class Section:
    """What one stage made of the text.

    Attributes:
        title: What it is and how many there are, and how many of them are told of.
        head: What each column is.
        widths: How wide each column is in plain text, at least.
        rows: As texts, ROWS of them at most.
    """

    title: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: list[tuple[str, ...]]


_INSTRUCTION = ("label", "instruction", "argument", "meaning", "place")


def sections(stages: Stages) -> list[Section]:
    """Return the stages that show something, in their order."""
    generated = _unit_rows(stages.generated or (), "generated")
    optimised = _unit_rows(stages.optimised or (), "optimised")
    parts = [
        _section(stages, "1 Tokens", ("line", "tokens"), (5, 0), _token_rows(stages.tokens)),
        _section(stages, "2 Nodes of the tree", ("node", "place", "optimised"), (0, 0, 0), _node_rows(stages.nodes)),
        _section(stages, "3 Scopes", ("name", "words", "used at"), (0, 0, 0), _scope_rows(stages.scopes)),
        _section(stages, "4 Instructions before optimisation", _INSTRUCTION, (7, 22, 4, 0, 0), generated),
        _section(stages, "5 Instructions after optimisation", _INSTRUCTION, (7, 22, 4, 0, 0), optimised),
    ]
    return [part for part in parts if part.rows]


_NAMED = {"symbols": " names", "uses": " places of names"}
"""What is counted besides what a title names."""


def _section(
    stages: Stages, title: str, head: tuple[str, ...], widths: tuple[int, ...], rows: Iterable[Row]
) -> Section:
    every = list(rows)
    told, there = _counted(every[:ROWS]), _counted(every)
    if "scopes" in there:  # places are cut off before there are rows
        told["uses"] = there["uses"] = sum(len(symbol.uses) for scope in stages.scopes for symbol in scope.symbols)
    said = []
    for key, count in there.items():
        total = max(count, stages.totals.get(key, 0))
        if told[key] < total:
            said.append(f"the first {told[key]} of {total}{_NAMED.get(key, '')}")
        elif key not in _NAMED:
            said.append(str(total))
    return Section(f"{title}: {', '.join(said)}", head, widths, [row.cells for row in every[:ROWS]])


def _counted(rows: Iterable[Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row.key:
            counts[row.key] += row.number
    return counts


def _place(span: Span | None) -> str:
    return "" if span is None else f"{span[0]}:{span[1]}-{span[2]}:{span[3]}"


def _token_rows(tokens: Sequence[Token]) -> Iterator[Row]:
    for line, group in groupby(tokens, lambda token: token.span[0]):
        words = list(map(_token_words, group))
        yield Row((str(line).rjust(5), "  ".join(_cut(words))), "tokens", len(words))


def _token_words(token: Token) -> str:
    if token.kind in _BLANK or not token.text:
        return token.kind
    shown = token.text if token.text.isprintable() and token.text.strip() else repr(token.text)
    return f"{token.kind} {bounded(shown, TEXT_LIMIT)}"


def _cut(words: list[str]) -> list[str]:
    return words if len(words) <= ACROSS else [*words[:ACROSS], f"and {len(words) - ACROSS} more"]


def _node_rows(nodes: Sequence[Node]) -> Iterator[Row]:
    for node in nodes:
        named = f"{node.field}={node.name}" if node.field else node.name
        after = f"optimised to {node.optimised}" if node.optimised else ""
        # a deep tree is one of its own: its indentation would be as long as the tree is deep
        indent = "  " * min(node.depth, ACROSS)
        yield Row((f"{indent}{named} {node.detail}".rstrip(), _place(node.span), after), "nodes")


def _scope_rows(scopes: Sequence[Scope]) -> Iterator[Row]:
    for scope in scopes:
        indent = "  " * min(scope.depth, ACROSS)
        line = f", line {scope.line}" if scope.line else ""
        yield Row((f"{indent}{scope.kind} {scope.name}{line}", "", ""), "scopes")
        for symbol in scope.symbols:
            yield Row((f"{indent}  {symbol.name}", ", ".join(symbol.words), _uses(symbol)), "symbols")


def _uses(symbol: Symbol) -> str:
    return " ".join(_cut([f"{line}:{column}" for line, column, _, _ in symbol.uses]))


def _unit_rows(units: Sequence[Emitted], key: str) -> Iterator[Row]:
    for unit in units:
        named = unit.name or "a code object"
        yield Row((f"{named}, line {unit.line}" if unit.line else named, "", "", "", ""))
        for each in unit.instructions:
            label = f"{each.label}:" if each.label else ""
            meaning = f"to {each.target}" if each.target else each.text
            arg = "" if each.arg is None else str(each.arg)
            yield Row((label.rjust(7), each.name, arg.rjust(4), meaning, _place(each.span)), key)


def _missing(stages: Stages) -> str:
    """The stages that the text does not reach, in one line."""
    if not stages.refusals:
        return ""
    last = max(STAGES.index(refusal.stage) for refusal in stages.refusals)
    names = [_WHAT[name] for name in STAGES[last + 1 :]]
    return f"not reached: {', '.join(names)}" if names else ""


def _refusal(refusal: Refusal) -> str:
    where = f" at line {refusal.line}" if refusal.line else ""
    return f"refused by {_BY[refusal.stage]}{where}: {refusal.error}: {refusal.message}"


def _shown_place(stages: Stages, refusal: Refusal) -> list[str]:
    """The line that is refused and marks below what is wrong in it; nothing where it does not say."""
    if refusal.span is None or not 1 <= refusal.span[0] <= len(stages.lines):
        return []
    line, column, end_line, end_column = refusal.span
    shown = stages.lines[line - 1]
    if len(shown) > LINE_LIMIT or not shown.isprintable():
        return []
    end = end_column if end_line == line else len(shown)
    return [shown, " " * column + "^" * max(1, end - column)]


def _warnings(stages: Stages) -> Iterator[str]:
    for warned in stages.warned[:ROWS]:
        yield f"warning of {_BY[warned.stage]} at line {warned.line}: {warned.category}: {warned.message}"
    if len(stages.warned) > ROWS:
        yield f"the first {ROWS} of {len(stages.warned)} warnings"


def plain(stages: Stages) -> Iterator[str]:
    """Yield the lines of the text form: what is refused and warned of, then stage after stage."""
    yield "Stages of compiling"
    for refusal in stages.refusals:
        yield f"  {_refusal(refusal)}"
        yield from (f"      {line}" for line in _shown_place(stages, refusal))
    yield from (f"  {line}" for line in (_missing(stages), *_warnings(stages)) if line)
    for section in sections(stages):
        yield section.title
        for row in section.rows:
            cells = [cell.ljust(width) for cell, width in zip(row, section.widths, strict=True)]
            yield f"  {'  '.join(filter(None, cells))}".rstrip()


def html(stages: Stages) -> Iterator[Markup]:
    """Yield the parts of the HTML form: a folded table a stage, what is refused and warned of first."""
    for refusal in stages.refusals:
        lines = _shown_place(stages, refusal)
        shown = [element("pre", text("\n".join(lines)))] if lines else []
        yield element("p", element("strong", text(_refusal(refusal))))
        yield from shown
    yield from (element("p", text(line)) for line in (_missing(stages), *_warnings(stages)) if line)
    for section in sections(stages):
        cells = [[_cell(cell) for cell in row] for row in section.rows]
        yield details(section.title, table(section.title, list(section.head), cells))


def _cell(value: str) -> Markup:
    # keep the indentation without a style element
    kept = value.replace("  ", "\u00a0 ")
    return element("code", text(kept)) if value.strip() else text("")
