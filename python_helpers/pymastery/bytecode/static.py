"""Facts about code objects → plain text like a listing of `dis`, and static HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pymastery.bytecode.cards import static as cards
from pymastery.bytecode.cards import version_of
from pymastery.bytecode.comparison import static as comparison
from pymastery.bytecode.compiler import static as stages
from pymastery.bytecode.facts import Disassembly
from pymastery.bytecode.film import static as film
from pymastery.bytecode.listing import Block, Instruction, Listing, listings
from pymastery.bytecode.shown import Shown
from pymastery.cpython import opcodes
from pymastery.describe import printable
from pymastery.interpreter import interpreter
from pymastery.markup import Markup, count, details, element, table, text

ROWS = 2_000
"""Instructions listed at most, all code objects together."""

DEPTH = "The number after an offset is how many slots of the stack are in use there; - where control cannot come."


@dataclass(frozen=True)
class Row:
    """One line of a listing, as text; `line` is "" unless it is another than above, "--" where there is none."""

    line: str
    source: str
    label: str
    offset: int
    depth: str
    name: str
    arg: str
    meaning: str


def rows(facts: Disassembly, listing: Listing, located: bool) -> Iterator[Row]:
    """Yield the listing of one code object; without lines where it is not located in the source that is shown."""
    above = ""
    for index, instruction in enumerate(listing.each()):
        line = _line(instruction.position.lineno) if located else ""
        yield Row(
            line="" if line == above else line,
            source=_source_line(facts, line),
            label=instruction.label,
            offset=instruction.offset,
            depth="-" if instruction.stack_before is None else str(instruction.stack_before),
            name=instruction.opname,
            arg="" if instruction.arg is None else str(instruction.arg),
            meaning=_meaning(facts, listing, index, instruction),
        )
        above = line


def _meaning(facts: Disassembly, listing: Listing, index: int, instruction: Instruction) -> str:
    if instruction.target is not None:
        return f"to {listing.label_at(instruction.target)}"
    nested = listing.nested(index)
    return listing.meaning(index) if nested is None else f"code of {facts.texts[facts.codes[nested].qualname]}"


def _line(number: int | None) -> str:
    return "--" if number is None else str(number)  # as dis says of what the compiler added


def _source_line(facts: Disassembly, line: str) -> str:
    index = int(line) - facts.source.first_line if facts.source and line.isdecimal() else -1
    return facts.source.lines[index] if facts.source and 0 <= index < len(facts.source.lines) else ""


def title(shown: Shown) -> str:
    """Return what is shown, in one line."""
    return printable(f"Bytecode of {shown.subject}, {interpreter().name}")


def heading(listing: Listing) -> str:
    """Return what a code object is, in one line."""
    parts = [count(listing.count, "instruction"), f"stack size {listing.stack_size}", listing.flags]
    return printable(f"{listing.qualname}: {', '.join(filter(None, parts))}")


def notes(shown: Shown, listed: int) -> list[str]:
    """Return the sentences on what is not shown; none that a comparison says itself."""
    if shown.comparison:
        said = {*shown.comparison.left.notices, *shown.comparison.right.notices}
        return [printable(notice) for notice in shown.notices if notice not in said]
    total = shown.facts.total if shown.facts else 0
    cut = [f"{listed} of {count(total, 'instruction')} are listed."] if listed < total else []
    return [*map(printable, shown.notices), *cut]


def explained(shown: Shown) -> list[cards.Row]:
    """Return what the opcodes that occur do: those of both programs, and those that ran."""
    sides = []
    if shown.comparison:
        for side in (shown.comparison.left, shown.comparison.right):
            sides.append(({name for code in side.codes for name in code.opnames}, version_of(side.interpreter)))
    elif shown.facts:
        numbers = {op for code in shown.facts.codes for op in set(code.ops)}
        sides.append((set(map(opcodes.name_of, numbers)), version_of(interpreter())))
    if shown.film:
        sides.append(({change.cell.opname for change in shown.film.changes}, version_of(interpreter())))
    return cards.rows(*sides)


def exceptions(listing: Listing) -> list[tuple[str, str, str, str]]:
    """Return range, handler, stack depth and lasti of each entry of the exception table, as text."""
    at = listing.label_at
    return [
        (f"{at(start)} to {at(end)}", at(target), str(depth), "lasti" if lasti else "")
        for start, end, target, depth, lasti in listing.exception_entries
    ]


def blocks(listing: Listing) -> list[tuple[str, str, str]]:
    """Return name, offsets and edges of each basic block, as text; nothing where there is but one."""
    if len(listing.blocks) < 2:
        return []
    return [
        (f"B{block.index}", f"{block.start} to {block.instructions[-1].offset}", ", ".join(_edges(block)))
        for block in listing.blocks
    ]


def _edges(block: Block) -> Iterator[str]:
    if not block.reachable:
        yield "control cannot come here"
    elif all(kind == "exception" for kind, _ in block.edges):
        yield "leaves"
    for kind, to in block.edges:
        yield f"{kind}: B{to}"


def _within_budget(facts: Disassembly) -> Iterator[tuple[Listing, list[Row], bool]]:
    room = ROWS
    for listing, code in zip(listings(facts), facts.codes, strict=True):
        listed = list(islice(rows(facts, listing, code.located), room))
        yield listing, listed, len(listed) == len(code.ops)
        room -= len(listed)
        if not room:
            return


def plain(shown: Shown) -> str:
    """Return the text form: a comparison or else a listing, after it what its opcodes do."""
    made = [] if shown.stages is None else list(stages.plain(shown.stages))
    if shown.film and shown.facts:
        made += film.plain(shown.facts, shown.film)
    if shown.comparison:
        parts, listed = [[comparison.plain(shown.comparison)], made], 0
    else:
        listing, listed = _plain_listings(shown)
        parts = [[title(shown), *made, *listing]]
    parts += [list(cards.plain(explained(shown))), notes(shown, listed)]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _plain_listings(shown: Shown) -> tuple[list[str], int]:
    """The lines, and how many instructions are in them."""
    if not shown.facts:
        return [], 0
    lines, listed = [DEPTH], 0
    for listing, listing_rows, whole in _within_budget(shown.facts):
        listed += len(listing_rows)
        lines += _plain_listing(listing, listing_rows, whole)
    return lines, listed


def _plain_listing(listing: Listing, listing_rows: list[Row], whole: bool) -> Iterator[str]:
    yield ""
    yield heading(listing)
    width = max((len(row.name) for row in listing_rows), default=0)
    for row in listing_rows:
        yield from _plain_row(row, width)
    if whole:
        yield from _plain_tables(listing)


def _plain_row(row: Row, width: int) -> Iterator[str]:
    if row.line:
        yield f"{row.line:>5}  {row.source}".rstrip()
    label = f"{row.label}:" if row.label else ""
    meaning = f" ({printable(row.meaning)})" if row.meaning else ""
    yield f"{label:>9} {row.offset:>5} {row.depth:>3}  {row.name:<{width}} {row.arg:>4}{meaning}".rstrip()


def _plain_tables(listing: Listing) -> Iterator[str]:
    entries = exceptions(listing)
    if entries:
        yield "exception table"
    for where, handler, depth, lasti in entries:
        yield f"  {where} -> {handler}, depth {depth}" + (f", {lasti}" if lasti else "")
    told = blocks(listing)
    if told:
        yield "basic blocks"
    for name, where, leads in told:
        yield f"  {name}, {where}: {leads}"


def html(shown: Shown) -> Markup:
    """Return the static HTML form: the same, with a table a code object, nested ones folded."""
    made = [] if shown.stages is None else list(stages.html(shown.stages))
    if shown.film and shown.facts:
        made += film.html(shown.facts, shown.film)
    if shown.comparison:
        parts, listed = [comparison.html(shown.comparison), *made], 0
    else:
        listing, listed = _html_listings(shown)
        parts = [element("p", element("strong", text(title(shown)))), *made, *listing]
    parts += cards.html(explained(shown))
    parts += [element("p", text(note)) for note in notes(shown, listed)]
    return Markup("".join(parts))


def _html_listings(shown: Shown) -> tuple[list[Markup], int]:
    """The tables, and how many instructions are in them."""
    if not shown.facts:
        return [], 0
    parts, listed = [element("p", text(DEPTH))], 0
    for listing, listing_rows, whole in _within_budget(shown.facts):
        listed += len(listing_rows)
        parts.append(_html_listing(listing, listing_rows, whole))
    return parts, listed


def _html_listing(listing: Listing, listing_rows: list[Row], whole: bool) -> Markup:
    name = heading(listing)
    inner = [_listing_table(name, listing_rows), *(_html_tables(listing) if whole else ())]
    return Markup("".join(inner)) if listing.level == 0 else details(name, *inner)


def _listing_table(name: str, listing_rows: list[Row]) -> Markup:
    cells = [
        [
            _code_cell(f"{row.line} {row.source}" if row.line else ""),
            text(row.label),
            text(row.offset),
            text(row.depth),
            _code_cell(row.name),
            text(row.arg),
            _code_cell(row.meaning),
        ]
        for row in listing_rows
    ]
    return table(name, ["source", "label", "offset", "depth", "instruction", "argument", "meaning"], cells)


def _html_tables(listing: Listing) -> Iterator[Markup]:
    entries = [[text(cell) for cell in entry] for entry in exceptions(listing)]
    if entries:
        head = ["range", "handler", "stack depth", "lasti"]
        yield table(f"Exception table of {listing.qualname}", head, entries)
    told = [[text(cell) for cell in entry] for entry in blocks(listing)]
    if told:
        yield details(
            f"Basic blocks of {listing.qualname}",
            table(f"Edges between the basic blocks of {listing.qualname}", ["block", "offsets", "edges"], told),
        )


def _code_cell(value: str) -> Markup:
    # preserve the indentation of source without a style element
    kept = value.replace("  ", "\u00a0 ")
    return element("code", text(kept)) if value else text("")
