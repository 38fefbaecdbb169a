"""The lines a code object was compiled from."""

from __future__ import annotations

import inspect
import linecache
import re
import tokenize
import types
from collections.abc import Sequence
from dataclasses import dataclass

from pymastery.bytecode.agreement import agree
from pymastery.cpython import locations
from pymastery.describe import visible

CHARACTERS = 1_000_000
"""Characters of source shown at most: more is left out."""


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


def split_lines(text: str) -> list[str]:
    """Return the lines as the compiler counts them: str.splitlines() also splits at form feeds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def source_of(
    roots: Sequence[types.CodeType], codes: Sequence[types.CodeType], text: str | None, owner: str = ""
) -> tuple[Source | None, str | None]:
    """Return the source of `codes` and a sentence where it cannot be had.

    Args:
        roots: The outermost code objects, those of a class's own statement alone; those of another file than
            the first are left aside.
        codes: All code objects, the nested ones too.
        text: The whole source where the caller has it; otherwise the file's lines are read as a
            traceback would, which finds the cells of a notebook too.
        owner: The name of the class whose functions these are.
    """
    if not roots:
        return None, f"No function is of the statement of class {owner} itself, so no source is shown."
    # a code object may be given any str, of a subclass too; what is shown of it must be sendable
    outer, filename = roots[0], str.__str__(roots[0].co_filename)
    lines = _lines_of(filename) if text is None else split_lines(text)
    filename = visible(filename)
    if not lines:
        return None, f"The source of {filename} cannot be read here, so instructions have lines only."
    if text is not None and outer.co_name == "<module>":
        return _within_limit(filename, 1, lines)
    every = [code for code in codes if visible(code.co_filename) == filename]
    here = [code for code in roots if visible(code.co_filename) == filename]
    first, last = _extent(every)
    if not 1 <= first <= last <= len(lines) or not agree(every, lines):
        return None, (
            f"{filename} is not what this was compiled from: it has changed since, or it never was; "
            "so its lines are not shown."
        )
    if outer.co_name == "<module>":
        return _within_limit(filename, 1, lines)
    end = max(last, *(_block_end(lines, code.co_firstlineno) for code in here))
    first = _statement_of(owner, lines, first) if owner else first
    return _within_limit(filename, first, lines[first - 1 : end])


def _statement_of(owner: str, lines: list[str], first: int) -> int:
    """The line of the class statement above line `first`, or `first` where there is none to be sure of."""
    indent = len(lines[first - 1]) - len(lines[first - 1].lstrip())
    for number in range(first - 1, max(0, first - 400), -1):
        line = lines[number - 1]
        above = len(line) - len(line.lstrip())
        if line.strip() and above < indent:
            return number if re.match(rf"class\s+{re.escape(owner)}\b", line.lstrip()) else first
    return first


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
    numbers = {code.co_firstlineno for code in codes}
    for code in codes:
        for line, end_line, _, _ in set(locations.positions(code)):
            if line:
                numbers |= {line, end_line or line}
    return min(numbers), max(numbers)


def _block_end(lines: list[str], first: int) -> int:
    """The last line of the block that begins at `first`: its end may have no instruction."""
    try:
        return first - 1 + len(inspect.getblock([line + "\n" for line in lines[first - 1 :]]))
    except (tokenize.TokenError, SyntaxError):
        return first
