"""An exception of a stage as a fact: which stage refuses the text, in which words, and where."""

from __future__ import annotations

from typing import Any

from pymastery.bytecode.compiler.facts import Refusal, Span
from pymastery.bytecode.compiler.text import SURROGATES, Lines
from pymastery.describe import bounded

MESSAGE_LIMIT = 300
"""Characters of a message."""

ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
"""What a stage raises for a text: ValueError for null bytes before 3.12 and for lone surrogates."""

_IN_BYTES = frozenset({"symbols", "code"})


def refusal_of(stage: str, error: BaseException, lines: Lines) -> Refusal:
    """Return what an exception of a stage says.

    Args:
        stage: One of STAGES.
        error: What it raised.
        lines: The source.
    """
    line, span = _place(stage, error, lines)
    return Refusal(stage, type(error).__name__, bounded(_message(error), MESSAGE_LIMIT), line, span)


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return str(error.msg)
    if isinstance(error, UnicodeEncodeError):
        return f"{error.reason}: {error.object[error.start]!a}"
    # a TokenError has its message first, its place second
    return str(error.args[0]) if error.args else type(error).__name__


def _place(stage: str, error: BaseException, lines: Lines) -> tuple[int, Span | None]:
    if isinstance(error, UnicodeEncodeError):
        return _place_of_surrogate(lines)
    if not isinstance(error, SyntaxError) and isinstance(error.__context__, SyntaxError):
        error = error.__context__  # 3.12 and later make a TokenError of the compiler's own error
    if isinstance(error, SyntaxError):
        given = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        return _place_of_error(given, stage in _IN_BYTES, lines)
    place = error.args[1] if len(error.args) > 1 else None
    if type(place) is tuple and len(place) == 2 and all(type(number) is int for number in place):
        return _place_of_error((place[0], place[1] + 1, None, None), False, lines)
    return 0, None


def _place_of_surrogate(lines: Lines) -> tuple[int, Span | None]:
    for number, line in enumerate(lines.lines, 1):
        found = SURROGATES.search(line)
        if found:
            return number, (number, found.start(), number, found.start() + 1)
    return 0, None


def _place_of_error(given: tuple[Any, Any, Any, Any], in_bytes: bool, lines: Lines) -> tuple[int, Span | None]:
    """Line and span from the attributes of a SyntaxError, whose offsets count from 1."""
    line, offset, end_line, end_offset = given
    if type(line) is not int or not 1 <= line <= len(lines.lines):
        return 0, None
    if type(offset) is not int or offset < 1 or (in_bytes and type(end_offset) is not int):
        # an error of a __future__ import has no end, and its offset counts now from 0, now from 1
        return line, None
    if type(end_offset) is not int or type(end_line) is not int or (end_line, end_offset) <= (line, offset):
        end_line, end_offset = line, offset + 1  # one character, as tracebacks mark it
    if in_bytes:
        return line, lines.span(line, end_line, offset - 1, end_offset - 1)
    return line, lines.within((line, offset - 1, end_line, end_offset - 1))
