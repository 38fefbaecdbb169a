"""A film of calls → plain text and static HTML: what each instruction was, call by call."""

from __future__ import annotations

from collections.abc import Iterator

from pymastery.bytecode.facts import Disassembly
from pymastery.bytecode.film import Call, Cell, Film
from pymastery.bytecode.film.strip import PLAIN
from pymastery.bytecode.listing import listings
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
        changes.setdefault((change.code, change.instruction), {})[change.call] = change.cell
    found = []
    for code, index in sorted(changes)[:ROWS]:
        listing = every[code]
        name, meaning = listing.opname(index), listing.meaning(index)
        cells, cell = [], Cell(name, PLAIN, ())
        for column in range(len(film.calls)):
            cell = changes[code, index].get(column, cell)
            cells.append(cell)
        where = f"{listing.qualname} {listing.offsets[index]}" if code else str(listing.offsets[index])
        found.append((where, f"{name} ({meaning})" if meaning else name, tuple(cells)))
    return found


def call_name(call: Call) -> str:
    """Return what a column is called: "before", "call 1", "calls 2 to 9"."""
    if not call.last:
        return "before"
    return f"call {call.first}" if call.first == call.last else f"calls {call.first} to {call.last}"


def plain(facts: Disassembly, film: Film) -> Iterator[str]:
    """Yield the lines of the text form."""
    yield f"Calls of a fresh copy of {film.subject}"
    for call in film.calls[1:]:
        yield f"  {call_name(call)}: {call.arguments} {call.outcome}".rstrip()
    yield "What ran, call by call"
    for where, name, cells in rows(facts, film):
        yield f"  {where} {name}"
        above = None
        for call, cell in zip(film.calls, cells, strict=True):
            if cell != above:
                said = f": {'; '.join(cell.words)}" if cell.words else ""
                yield f"    {call_name(call)}: {cell.opname}, {cell.state}{said}"
            above = cell
    if film.events:
        yield "What happened"
    for event in film.events:
        yield f"  {event.sentence}"


def html(facts: Disassembly, film: Film) -> Iterator[Markup]:
    """Yield the parts of the HTML form."""
    head = ["offset", "instruction", *(call_name(call) for call in film.calls)]
    cells = [
        [text(where), element("code", text(name)), *(_cell(cell) for cell in columns)]
        for where, name, columns in rows(facts, film)
    ]
    yield table(f"What ran of a fresh copy of {film.subject}, call by call", head, cells)
    calls = [[text(call_name(call)), text(call.arguments), text(call.outcome)] for call in film.calls[1:]]
    yield table("The calls", ["call", "arguments", "outcome"], calls)
    if film.events:
        yield element("ul", *(element("li", text(event.sentence)) for event in film.events))


def _cell(cell: Cell) -> Markup:
    parts = [element("code", text(cell.opname)), text(f" {cell.state}")]
    return Markup("".join([*parts, *(f"<br>{text(word)}" for word in cell.words)]))
