"""A location table that a recording holds → where each instruction comes from.

Of another interpreter's table this one's `co_positions()` knows nothing. Any bytes are read: what makes no
sense ends up somewhere in the source, and the work is bounded by the code units there are.

Sources: Objects/locations.md (3.11 and later), Objects/lnotab_notes.txt (3.10).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pymastery.bytecode.comparison import Span

_NO_LINE = -128
_LARGEST_SHIFT = 24
"""Six bits a byte: no number of a table is longer than this and six bits more."""


def spans(form: str, table: bytes, first_line: int, units: Sequence[int]) -> list[Span | None]:
    """Return where each instruction comes from, None where that is not known.

    Args:
        form: "columns" or "lines".
        table: The bytes of the table.
        first_line: `co_firstlineno`.
        units: The code unit that each instruction begins at, rising; one more, the end.
    """
    entries = (_columns if form == "columns" else _lines)(table, first_line)
    found: list[Span | None] = []
    end = index = 0
    for length, span in entries:
        end += length
        while index < len(units) - 1 and units[index] < end:
            found.append(span)
            index += 1
        if index == len(units) - 1:
            break
    return found + [None] * (len(units) - 1 - len(found))


class _Reader:
    """The bytes of a table, 0 past their end."""

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)

    def byte(self) -> int:
        return next(self._data, 0)

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 63) << shift
            if not byte & 64 or shift >= _LARGEST_SHIFT:
                return value
            shift += 6

    def signed(self) -> int:
        value = self.number()
        return -(value >> 1) if value & 1 else value >> 1


def _columns(table: bytes, line: int) -> Iterator[tuple[int, Span | None]]:
    """Yield how many code units an entry is of, and its span."""
    reader = _Reader(table)
    while first := reader.byte():
        kind, length = first >> 3 & 15, (first & 7) + 1
        place: tuple[int, int | None, int | None] = (0, None, None)
        if kind == 14:
            line += reader.signed()
            place = reader.number(), _column(reader.number()), _column(reader.number())
        elif kind == 13:
            line += reader.signed()
        elif 10 <= kind < 13:
            line += kind - 10
            place = 0, reader.byte(), reader.byte()
        elif kind < 10:
            second = reader.byte()
            column = kind << 3 | second >> 4
            place = 0, column, column + (second & 15)
        further, start, end = place
        yield length, None if kind == 15 or line < 1 else (line, line + further, start, end)


def _column(number: int) -> int | None:
    return number - 1 if number else None


def _lines(table: bytes, line: int) -> Iterator[tuple[int, Span | None]]:
    pairs = iter(table)
    for size, unsigned in zip(pairs, pairs, strict=False):
        step = unsigned - 256 if unsigned > 127 else unsigned
        line += 0 if step == _NO_LINE else step
        yield size // 2, None if step == _NO_LINE or line < 1 else (line, line, None, None)
