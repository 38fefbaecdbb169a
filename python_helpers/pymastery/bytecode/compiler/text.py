"""A source text: its lines, places in it, and as it can be sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pymastery.bytecode.compiler.facts import Span

SURROGATES = re.compile("[\ud800-\udfff]")


def sendable(text: str) -> str:
    """Return `text` with U+FFFD for each lone surrogate, so that columns stay what they are."""
    return text if text.isascii() else SURROGATES.sub("\ufffd", text)


def is_name(written: str, name: str) -> bool:
    """Return whether an identifier of the source is `name` to the compiler, which normalises it (NFKC)."""
    return written == name or unicodedata.normalize("NFKC", written) == name


class Lines:
    """The lines of a source, and places in them: the compiler's columns count UTF-8 bytes."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        self._places: dict[int, dict[int, int]] = {}

    def span(self, line: int, end_line: int, column: int | None, end_column: int | None) -> Span | None:
        """Return a place of the compiler's in code points, None where the source has no such place."""
        if column is None or end_column is None:
            return None
        start, end = self._point(line, column), self._point(end_line, end_column)
        if start < 0 or end < 0 or (line, start) > (end_line, end):
            return None
        return line, start, end_line, end

    def span_of(self, node: object) -> Span | None:
        """Return the place of a node of the tree, None where it has none in the source."""
        line, end_line = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
        if line is None or end_line is None:
            return None
        return self.span(line, end_line, getattr(node, "col_offset", None), getattr(node, "end_col_offset", None))

    def name_at(self, line: int, column: int, name: str) -> Span | None:
        """Return the span of the identifier that begins at a place, None where it is not `name`."""
        if not 1 <= line <= len(self.lines):
            return None
        text, end = self.lines[line - 1], column
        while end < len(text) and ("a" + text[end]).isidentifier():
            end += 1
        return (line, column, line, end) if is_name(text[column:end], name) else None

    def within(self, span: Span) -> Span | None:
        """Return a span without what is after the end of a line: an error there is marked where nothing is."""
        line, column, end_line, end_column = span
        if end_line > len(self.lines):
            end_line, end_column = len(self.lines), len(self.lines[-1])
        column = min(column, len(self.lines[line - 1]))
        end_column = min(end_column, len(self.lines[end_line - 1]))
        return (line, column, end_line, end_column) if (line, column) <= (end_line, end_column) else None

    def _point(self, number: int, column: int) -> int:
        """Code points before the byte `column`, -1 where it is outside the line or inside a character."""
        if not 1 <= number <= len(self.lines):
            return -1
        line = self.lines[number - 1]
        if line.isascii():
            return column if 0 <= column <= len(line) else -1
        if number not in self._places:
            self._places[number] = _byte_places(line)
        return self._places[number].get(column, -1)


def _byte_places(line: str) -> dict[int, int]:
    places, byte = {}, 0
    for index, character in enumerate(line):
        places[byte] = index
        byte += len(character.encode("utf-8", "surrogatepass"))
    places[byte] = len(line)
    return places
