"""Facts about code objects → plain text like a listing of `dis`, and static HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pymastery.bytecode.inspector import Code, Disassembly, labels
from pymastery.interpreter import interpreter
from pymastery.markup import Markup, details, element, table, text

ROWS = 2_000
"""Instructions listed at most, all code objects together."""


@dataclass(frozen=True)
class Row:
    """One line of a listing, as text; `line` is 0 unless the source line is another than above."""

    line: int
    source: str
    label: str
    offset: int
    name: str
    arg: str
    meaning: str


def rows(facts: Disassembly, code: Code) -> Iterator[Row]:
    """Yield the listing of one code object."""
    label_of = labels(code)
    target_of = dict(code.jumps)
    loads = dict(code.nested)
    above, offset = 0, 0
    for index, (op, arg, said, span) in enumerate(zip(code.opcode, code.arg, code.text, code.span, strict=True)):
        opcode = facts.opcodes[op]
        line = code.spans[span][0] if span >= 0 else above
        meaning = facts.texts[said] if said >= 0 else ""
        if index in target_of:
            meaning = f"to {label_of[target_of[index]]}"
        if index in loads:
            meaning = f"code of {facts.codes[loads[index]].qualname}"
        yield Row(
            line=0 if line == above else line,
            source=_source_line(facts, line),
            label=label_of.get(index, ""),
            offset=offset,
            name=opcode.name,
            arg="" if arg < 0 else str(arg),
            meaning=meaning,
        )
        above = line
        offset += 2 + 2 * opcode.caches


def _source_line(facts: Disassembly, line: int) -> str:
    if facts.source is None or not 0 <= line - facts.source.first_line < len(facts.source.lines):
        return ""
    return facts.source.lines[line - facts.source.first_line]


def title(facts: Disassembly) -> str:
    """Return what is shown, in one line."""
    return f"Bytecode of {facts.subject}, {interpreter().name}"


def heading(code: Code) -> str:
    """Return what a code object is, in one line."""
    count = len(code.opcode)
    return f"{code.qualname}: {count} instruction{'' if count == 1 else 's'}, stack size {code.stack_size}" + (
        f", {' '.join(code.flags)}" if code.flags else ""
    )


def notes(facts: Disassembly, listed: int) -> list[str]:
    """Return the sentences on what is not shown."""
    cut = f"{listed} of {facts.total} instructions are listed."
    return [*facts.notices, *([cut] if listed < facts.total else [])]


def exceptions(code: Code) -> list[tuple[str, str, str, str]]:
    """Return range, handler, stack depth and lasti of each entry of the exception table, as text."""
    label_of = labels(code)
    return [
        (f"{label_of[start]} to {label_of[end]}", label_of[handler], str(depth), "lasti" if lasti else "")
        for start, end, handler, depth, lasti in code.exceptions
    ]


def _within_budget(facts: Disassembly) -> Iterator[tuple[Code, list[Row]]]:
    room = ROWS
    for code in facts.codes:
        listed = [row for row, _ in zip(rows(facts, code), range(room), strict=False)]
        yield code, listed
        room -= len(listed)
        if not room:
            return


def plain(facts: Disassembly) -> str:
    """Return the text form."""
    lines = [title(facts)]
    width = max(len(opcode.name) for opcode in facts.opcodes)
    listed = 0
    for code, listing in _within_budget(facts):
        listed += len(listing)
        lines += ["", heading(code)]
        for row in listing:
            lines += _plain_row(row, width)
        if code.exceptions:
            lines.append("exception table")
            lines += [
                f"  {where} -> {handler}, depth {depth}" + (f", {lasti}" if lasti else "")
                for where, handler, depth, lasti in exceptions(code)
            ]
    said = notes(facts, listed)
    return "\n".join([*lines, "", *said] if said else lines)


def _plain_row(row: Row, width: int) -> Iterator[str]:
    if row.line:
        yield f"{row.line:>5}  {row.source}".rstrip()
    label = f"{row.label}:" if row.label else ""
    meaning = f" ({row.meaning})" if row.meaning else ""
    yield f"{label:>9} {row.offset:>5}  {row.name:<{width}} {row.arg:>4}{meaning}".rstrip()


def html(facts: Disassembly) -> Markup:
    """Return the static HTML form: a table a code object, nested ones folded."""
    parts = [element("p", element("strong", text(title(facts))))]
    listed = 0
    for place, (code, listing) in enumerate(_within_budget(facts)):
        listed += len(listing)
        inner = _tables(code, listing)
        parts.append(Markup("".join(inner)) if place == 0 else details(heading(code), *inner))
    parts += [element("p", text(note)) for note in notes(facts, listed)]
    return Markup("".join(parts))


def _tables(code: Code, listing: list[Row]) -> list[Markup]:
    cells = [
        [
            _code_cell(f"{row.line} {row.source}" if row.line else ""),
            text(row.label),
            text(row.offset),
            _code_cell(row.name),
            text(row.arg),
            _code_cell(row.meaning),
        ]
        for row in listing
    ]
    head = ["source", "label", "offset", "instruction", "argument", "meaning"]
    result = [table(heading(code), head, cells)]
    if code.exceptions:
        entries = [[text(cell) for cell in entry] for entry in exceptions(code)]
        head = ["range", "handler", "stack depth", "lasti"]
        result.append(table(f"Exception table of {code.qualname}", head, entries))
    return result


def _code_cell(value: str) -> Markup:
    # preserve the indentation of source without a style element
    kept = value.replace("  ", "\u00a0 ")
    return element("code", text(kept)) if value else text("")
