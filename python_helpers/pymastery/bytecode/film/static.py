"""A film of calls → plain text and static HTML: what each instruction was, call by call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pymastery.bytecode.facts import Disassembly
from pymastery.bytecode.film import Cell, Column, Event, Film
from pymastery.bytecode.film.watched import PLAIN
from pymastery.bytecode.listing import Listing, listings
from pymastery.markup import Markup, element, table, text

ROWS = 400
"""Instructions told of at most."""

Row = tuple[str, str, tuple[Cell, ...]]
"""Where an instruction is, what it is as compiled, and its cell in each column."""


def rows(facts: Disassembly, film: Film) -> list[Row]:
    """Return a row for each instruction that is not plain all along, in the order of the code."""
    every = listings(facts)
    changes: dict[tuple[int, int], dict[int, Cell]] = {}
    for change in film.changes:
        changes.setdefault((change.code, change.instruction), {})[change.column] = change.cell
    found = []
    for code, index in sorted(changes):
        listing = every[code]
        name, meaning = listing.opname(index), listing.meaning(index)
        cells, cell = [], Cell(name, PLAIN, ())
        for column in range(len(film.columns)):
            cell = changes[code, index].get(column, cell)
            cells.append(cell)
        found.append((_where(every, code, index), f"{name} ({meaning})" if meaning else name, tuple(cells)))
    return found


def _where(every: Sequence[Listing], code: int, index: int) -> str:
    """The offset of an instruction, with the name of a code object that is not the outermost."""
    offset = str(every[code].offsets[index])
    return f"{every[code].qualname} {offset}" if code else offset


def column_name(column: Column) -> str:
    """Return what a column is called: "before", "call 1", "calls 2 to 9"."""
    if not column.last:
        return "before"
    return f"call {column.first}" if column.first == column.last else f"calls {column.first} to {column.last}"


def plain(facts: Disassembly, film: Film) -> Iterator[str]:
    """Yield the lines of the text form."""
    yield f"Calls of a fresh copy of {film.subject}"
    for column in film.columns[1:]:
        yield f"  {column_name(column)}: {column.arguments} {column.outcome}".rstrip()
    yield "What ran, call by call"
    found = rows(facts, film)
    for where, name, cells in found[:ROWS]:
        yield f"  {where} {name}"
        above = None
        for column, cell in zip(film.columns, cells, strict=True):
            if cell != above:
                said = f": {'; '.join(cell.phrases)}" if cell.phrases else ""
                yield f"    {column_name(column)}: {cell.opname}, {cell.state}{said}"
            above = cell
    for line in _shortened(found, film):
        yield f"  {line}"
    if film.events:
        yield "What happened"
    every = listings(facts)
    for event in film.events:
        yield f"  {_event(every, event)}"


def html(facts: Disassembly, film: Film) -> Iterator[Markup]:
    """Yield the parts of the HTML form."""
    head = ["offset", "instruction", *(column_name(column) for column in film.columns)]
    found = rows(facts, film)
    cells = [
        [text(where), element("code", text(name)), *(_cell(cell) for cell in columns)]
        for where, name, columns in found[:ROWS]
    ]
    yield table(f"What ran of a fresh copy of {film.subject}, call by call", head, cells)
    for line in _shortened(found, film):
        yield element("p", text(line))
    calls = [[text(column_name(column)), text(column.arguments), text(column.outcome)] for column in film.columns[1:]]
    yield table("The calls", ["call", "arguments", "outcome"], calls)
    if film.events:
        every = listings(facts)
        yield element("ul", *(element("li", text(_event(every, event))) for event in film.events))


def _shortened(found: Sequence[Row], film: Film) -> Iterator[str]:
    """Say what is left out, and where nothing is shown, why."""
    if len(found) > ROWS:
        yield f"{ROWS} of {len(found)} instructions that can specialise are listed."
    if not found:
        yield film.notices[0] if film.notices else "No instruction of this function can specialise."


def _event(every: Sequence[Listing], event: Event) -> str:
    return f"call {event.call}, offset {_where(every, event.code, event.instruction)}: {event.sentence}"


def _cell(cell: Cell) -> Markup:
    parts = [element("code", text(cell.opname)), text(f" {cell.state}")]
    return Markup("".join([*parts, *(f"<br>{text(phrase)}" for phrase in cell.phrases)]))
