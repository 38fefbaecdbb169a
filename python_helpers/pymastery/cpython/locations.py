"""The location table of a code object: where each instruction comes from in the source.

A payload has it as the interpreter keeps it, because `co_positions()` makes a tuple a code unit, inline
caches included, which would be most of the time that a listing takes. Whoever draws it decodes it; a
recording that is compared with is decoded here.

Sources: PEP 626 and Objects/lnotab_notes.txt (3.10), PEP 657 and Objects/locations.md (3.11+).
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from itertools import islice

Position = tuple["int | None", "int | None", "int | None", "int | None"]
"""Line, end line, column, end column, as `co_positions()` yields them: columns are UTF-8 bytes."""

NOWHERE: Position = (None, None, None, None)
"""Where an instruction comes from that has no place in the source."""

FORMAT = "columns" if hasattr(types.CodeType, "co_positions") else "lines"
"""How a table is to be read.

"columns": entries of 3.11; the first byte of each has its high bit set. "lines": pairs of bytes of 3.10,
how many bytes of bytecode and how many lines further, -128 for no line.
"""


def table(code: types.CodeType) -> bytes:
    """Return the location table of `code`, whose lines count from `co_firstlineno`."""
    return code.co_linetable


def positions(code: types.CodeType) -> list[Position]:
    """Return the position of each code unit (2 bytes) of `code`; only lines before 3.11."""
    count = len(code.co_code) // 2
    known = getattr(code, "co_positions", None)
    if known is not None:
        units = list(islice(known(), count))
        return units + [NOWHERE] * (count - len(units))
    units = [NOWHERE] * count
    for start, end, line in code.co_lines():
        for unit in range(start // 2, min(end // 2, count)):
            units[unit] = (line, None, None, None)
    return units


# --- a table of any interpreter ------------------------------------------------------------------------------

_NO_LINE = -128
_LARGEST_SHIFT = 24
"""Six bits a byte: no number of a table is longer than this and six bits more."""


def decoded(form: str, table: bytes, first_line: int, units: Sequence[int]) -> list[Position]:
    """Return the position of each instruction, in a table of any interpreter.

    Of another interpreter's table this one's `co_positions()` knows nothing. Any bytes are read: what makes
    no sense ends up somewhere in the source, and the work is bounded by the code units there are.

    Args:
        form: How the table is to be read, as FORMAT says of this interpreter's.
        table: The bytes of the table.
        first_line: `co_firstlineno`.
        units: The code unit that each instruction begins at, rising; one more, the end.
    """
    entries = (_columns if form == "columns" else _lines)(table, first_line)
    found: list[Position] = []
    end = index = 0
    for length, position in entries:
        end += length
        while index < len(units) - 1 and units[index] < end:
            found.append(position)
            index += 1
        if index == len(units) - 1:
            break
    return found + [NOWHERE] * (len(units) - 1 - len(found))


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


def _columns(table: bytes, line: int) -> Iterator[tuple[int, Position]]:
    """Yield how many code units an entry is of, and their position."""
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
        yield length, NOWHERE if kind == 15 or line < 1 else (line, line + further, start, end)


def _column(number: int) -> int | None:
    return number - 1 if number else None


def _lines(table: bytes, line: int) -> Iterator[tuple[int, Position]]:
    pairs = iter(table)
    for size, unsigned in zip(pairs, pairs, strict=False):
        step = unsigned - 256 if unsigned > 127 else unsigned
        line += 0 if step == _NO_LINE else step
        yield size // 2, NOWHERE if step == _NO_LINE or line < 1 else (line, None, None, None)
