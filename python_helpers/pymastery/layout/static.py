"""The twins of the layout view that need no script: a plain table as text, and one as HTML."""

from __future__ import annotations

from pymastery.layout.facts import Block, Field, Layout, Ledger
from pymastery.layout.static_place import html_place, plain_place
from pymastery.layout.static_series import head, last_of, rows, title
from pymastery.markup import Markup, element, table, text

_MARKS = {"verified": "\N{CHECK MARK} verified", "read": "\N{MIDDLE DOT} read", "unknown": "? unknown"}
_HEAD = ["offset", "bytes", "field", "C type", "value", "meaning", "proof"]
_TEXT_HEAD = ["offset", "bytes", "field", "value", "meaning", "proof"]
_BYTES_SHOWN = 8
_NOT_FOUND = "of C code, of the value stack of a running function, or of what the collector does not see"


def heading(facts: Layout) -> str:
    """Return one line: the object, its address, its size as Python says it."""
    size = f", sys.getsizeof {facts.getsizeof} bytes" if facts.getsizeof else ""
    return f"{facts.type} {facts.repr} at {facts.address:#x}{size}, {facts.interpreter.name}"


def _holders(ledger: Ledger) -> tuple[str, list[str]]:
    """Return one line on how often an object is referred to, and who does."""
    if ledger.count is None:
        return "Immortal: its references are not counted, and it is never freed.", []
    if ledger.count == 0:
        return "Nothing refers to it but this view.", []
    times = "once" if ledger.count == 1 else f"{ledger.count} times"
    lines = [f"{each.text} ({each.count} times)" if each.count > 1 else each.text for each in ledger.holders]
    if ledger.unexplained:
        lines.append(f"{ledger.unexplained} not found: {_NOT_FOUND}")
    return f"Referred to {times}, this view not counted:", lines


def _block_heading(block: Block) -> str:
    cut = f", the first {len(block.data)} shown" if len(block.data) < block.size else ""
    whom = "the object" if block.id == "object" else "it"
    before = f", {-block.start} of them in front of {whom}" if block.start < 0 else ""
    return f"{block.id}: {block.title} at {block.address:#x}, {block.size} bytes{before}{cut}"


def _offset(field: Field) -> str:
    sign = "-" if field.offset < 0 else "+"
    return f"{sign}{abs(field.offset):#04x}{_bits(field)}"


def _bits(field: Field) -> str:
    if field.bits is None:
        return ""
    first, width = field.bits
    return f" bit {first}" if width == 1 else f" bits {first}-{first + width - 1}"


def _bytes(block: Block, field: Field) -> str:
    if field.bits and field.bits[0]:
        return ""  # the first bit-field of a word shows it
    at = field.offset - block.start
    data = block.data[at : at + field.size]
    more = " \N{HORIZONTAL ELLIPSIS}" if len(data) > _BYTES_SHOWN else ""
    return data[:_BYTES_SHOWN].hex(" ") + more


def _meaning(field: Field) -> str:
    target = f"\N{RIGHTWARDS ARROW} {field.target.text}" if field.target else ""
    note = f"[{field.note}]" if field.note else ""
    return " ".join(filter(None, (field.meaning, target, note)))


def _cells(block: Block, field: Field) -> list[str]:
    proof = _MARKS[field.proof.status]
    return [_offset(field), _bytes(block, field), field.name, _value(field), _meaning(field), proof]


def _value(field: Field) -> str:
    if field.was is None:
        return field.value
    return f"{field.value} ({f'was {field.was}' if field.was else 'new'})".lstrip()


def plain(facts: Layout) -> str:
    """Return the layout as aligned text, one table per block."""
    lines = [heading(facts)]
    if facts.notice:
        lines.append(facts.notice)
    if facts.series:
        lines += [
            "",
            title(facts.series),
            *_aligned([head(facts.series), *rows(facts.series)]),
            "",
            last_of(facts.series),
        ]
    for block in facts.blocks:
        lines += ["", _block_heading(block)]
        lines += _aligned([_TEXT_HEAD, *(_cells(block, field) for field in block.fields)])
    if facts.ledger:
        line, holders = _holders(facts.ledger)
        lines += ["", line, *(f"  {each}" for each in holders)]
    if facts.place:
        lines += ["", *plain_place(facts.place)]
    return "\n".join(lines)


def _aligned(lines: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def html(facts: Layout) -> Markup:
    """Return the layout as HTML: one table per block, each proof in words with its sentence."""
    parts = [element("p", element("strong", text(heading(facts))))]
    if facts.notice:
        parts.append(element("p", text(facts.notice)))
    if facts.series:
        cells = [[text(cell) for cell in row] for row in rows(facts.series)]
        parts += [table(title(facts.series), head(facts.series), cells), element("p", text(last_of(facts.series)))]
    parts += [
        table(_block_heading(block), _HEAD, [_row(block, field) for field in block.fields]) for block in facts.blocks
    ]
    if facts.ledger:
        line, holders = _holders(facts.ledger)
        parts.append(element("p", text(line)))
        parts += [element("ul", *(element("li", text(each)) for each in holders))] if holders else []
    if facts.place:
        parts += html_place(facts.place)
    return Markup("".join(parts))


def _row(block: Block, field: Field) -> list[Markup]:
    offset, data, name, value, meaning, mark = _cells(block, field)
    proof = element("span", text(mark), title=field.proof.how)
    codes = [element("code", text(cell)) for cell in (offset, data, name, field.c_type, value)]
    return [*codes, text(meaning), proof]
