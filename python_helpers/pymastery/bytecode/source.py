"""The lines a code object was compiled from, and columns in them as people count."""

from __future__ import annotations

import inspect
import linecache
import tokenize
import types
from collections.abc import Sequence
from dataclasses import dataclass

from pymastery.cpython import opcodes
from pymastery.describe import visible

CHARACTERS = 1_000_000
"""Characters of source shown at most: more is left out."""

_MADE_BY_COMPILER = frozenset({"__annotate__"})


@dataclass(frozen=True)
class Source:
    """Lines of a file.

    Attributes:
        filename: As the code object says, such as "<ipython-input-3>".
        first_line: The number that the file gives to `lines[0]`, from 1.
        lines: Without line ends.
    """

    filename: str
    first_line: int
    lines: tuple[str, ...]


class Columns:
    """Turns the compiler's columns, which count UTF-8 bytes, into code points of `source`."""

    def __init__(self, source: Source | None) -> None:
        self._first = source.first_line if source else 1
        self._lines = source.lines if source else ()
        self._places: dict[int, dict[int, int] | None] = {}
        # where bytes are code points on every line there is nothing to convert
        self._ascii = len(self._lines) if all(map(str.isascii, self._lines)) else 0

    def span(self, line: int, end_line: int, column: int | None, end_column: int | None) -> tuple[int, int, int, int]:
        """Return line, column, end line, end column; both columns -1 where one is not known."""
        if column is None or end_column is None:
            return line, -1, end_line, -1
        index = line - self._first
        if line == end_line and 0 <= index < self._ascii and column <= end_column <= len(self._lines[index]):
            return line, column, line, end_column
        start, end = self._point(line, column), self._point(end_line, end_column)
        if start < 0 or end < 0 or (line, start) > (end_line, end):
            return line, -1, end_line, -1
        return line, start, end_line, end

    def _point(self, number: int, column: int) -> int:
        """Code points before the byte `column`, -1 where it is outside the line or inside a character."""
        index = number - self._first
        if not 0 <= index < len(self._lines):
            return -1
        line = self._lines[index]
        if index not in self._places:
            self._places[index] = None if line.isascii() else _byte_places(line)
        places = self._places[index]
        if places is None:
            return column if column <= len(line) else -1
        return places.get(column, -1)


def _byte_places(line: str) -> dict[int, int]:
    places, byte = {}, 0
    for index, character in enumerate(line):
        places[byte] = index
        byte += len(character.encode("utf-8", "surrogatepass"))
    places[byte] = len(line)
    return places


def split_lines(text: str) -> list[str]:
    """Return the lines as the compiler counts them: str.splitlines() also splits at form feeds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def source_of(codes: Sequence[types.CodeType], text: str | None) -> tuple[Source | None, str | None]:
    """Return the source of `codes`, the outermost first, and a sentence where it cannot be had.

    Args:
        codes: A code object and all those nested in it.
        text: The whole source where the caller has it; otherwise the file's lines are read as a
            traceback would, which finds the cells of a notebook too.
    """
    outer = codes[0]
    # a code object may be given any str, of a subclass too; what is shown of it must be sendable
    filename = str.__str__(outer.co_filename)
    lines = _lines_of(filename) if text is None else split_lines(text)
    filename = visible(filename)
    if not lines:
        return None, f"The source of {filename} cannot be read here, so instructions have lines only."
    if text is not None and outer.co_name == "<module>":
        return _within_limit(filename, 1, lines)
    first, last = _extent(codes)
    if not 1 <= first <= last <= len(lines) or not _defines(outer, lines):
        return None, f"{filename} is not what it was when this was compiled, so its lines are not shown."
    if outer.co_name == "<module>":
        return _within_limit(filename, 1, lines)
    return _within_limit(filename, first, lines[first - 1 : max(last, _block_end(lines, first))])


def _lines_of(filename: str) -> list[str]:
    try:
        linecache.checkcache(filename)
        return [line.rstrip("\r\n") for line in linecache.getlines(filename)]
    except ValueError:  # no file can have this name: before 3.13, linecache asks the system all the same
        return []


def _within_limit(filename: str, first: int, shown: list[str]) -> tuple[Source | None, str | None]:
    if sum(map(len, shown)) > CHARACTERS:
        return None, f"The source has more than {CHARACTERS} characters, so its lines are not shown."
    return Source(filename, first, tuple(shown)), None


def _extent(codes: Sequence[types.CodeType]) -> tuple[int, int]:
    """The first and the last line that any instruction comes from."""
    numbers = {codes[0].co_firstlineno}
    for code in codes:
        for line, end_line, _, _ in set(opcodes.positions(code)):
            if line:
                numbers |= {line, end_line or line}
    return min(numbers), max(numbers)


def _block_end(lines: list[str], first: int) -> int:
    """The last line of the block that begins at `first`: its end may have no instruction."""
    try:
        return first - 1 + len(inspect.getblock([line + "\n" for line in lines[first - 1 :]]))
    except (tokenize.TokenError, SyntaxError):
        return first


def _defines(code: types.CodeType, lines: list[str]) -> bool:
    """Whether the lines at `code` can be its definition: a name that is not there was edited away."""
    if code.co_name == "<module>":
        return True
    last = max((line for _, _, line in code.co_lines() if line), default=code.co_firstlineno)
    head = "\n".join(lines[code.co_firstlineno - 1 : last])
    start, name = lines[code.co_firstlineno - 1], str.__str__(code.co_name)
    if name == "<lambda>":
        return "lambda" in start
    if not name.isidentifier() or name in _MADE_BY_COMPILER:
        return True
    # it begins at its own line or at its first decorator's: elsewhere, lines have moved
    return name in start or (start.lstrip().startswith("@") and name in head)
