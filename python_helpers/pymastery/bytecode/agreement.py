"""Whether lines can be those that a code object was compiled from: what it says of them is looked up there.

A file may have changed since, or never have been what was compiled. Nothing is guessed: lines are refused only
where the location table points past their ends, or where a name stands elsewhere than the table says.
"""

from __future__ import annotations

import re
import types
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from pymastery.bytecode.units import split
from pymastery.cpython import locations, opcodes

CHECKED = 20_000
"""Instructions looked up at most, all code objects together."""

_WORD = re.compile(r"\w+")
_DECORATORS = 400
"""Lines that decorators may take. No instruction has the line of the definition below them."""

_MADE_BY_COMPILER = frozenset({"__annotate__"})
_LOADS = frozenset({"LOAD_NAME", "LOAD_GLOBAL", "LOAD_DEREF", "LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_BORROW"})
"""What the compiler makes of a name alone, at the place of that name."""


def agree(codes: Sequence[types.CodeType], lines: Sequence[str]) -> bool:
    """Return whether `lines`, a whole file without line ends, can be what all the code objects were compiled from."""
    if not all(_defines(code, lines) for code in codes):
        return False
    places = (place for code in codes for place in _places(code))
    return all(_is_there(position, name, lines) for position, name in islice(places, CHECKED))


def _defines(code: types.CodeType, lines: Sequence[str]) -> bool:
    """Whether the lines at `code` can be its definition: a name that is not there was edited away."""
    if code.co_name == "<module>":
        return True
    if not 1 <= code.co_firstlineno <= len(lines):
        return False
    start, name = lines[code.co_firstlineno - 1], str.__str__(code.co_name)
    if name == "<lambda>":
        return "lambda" in start
    if not name.isidentifier() or name in _MADE_BY_COMPILER:
        return True
    # it begins at its own line or at its first decorator's: elsewhere, lines have moved
    below = lines[code.co_firstlineno : code.co_firstlineno + _DECORATORS] if start.lstrip().startswith("@") else []
    return any(name in _words(line) for line in (start, *below))


def _places(code: types.CodeType) -> Iterator[tuple[locations.Position, str]]:
    """Where each instruction comes from, and the name that has to stand there, "" for any text."""
    units, where = split(code.co_code), locations.positions(code)
    tables = {"names": code.co_names, "variables": opcodes.variable_names(code), "cells": opcodes.cell_names(code)}
    is_written = str.__str__(code.co_name) not in _MADE_BY_COMPILER
    at = 0
    for op, arg in zip(units.ops, units.args, strict=True):
        position = where[at] if at < len(where) else locations.NOWHERE
        at += opcodes.STEP[op] >> 1
        if position[0]:
            name = ""
            if is_written and opcodes.name_of(op) in _LOADS:
                table = opcodes.table_of(op)
                index = arg // len(opcodes.name_forms(op)) if table == "names" else arg
                name = str.__str__(tables[table][index]) if index < len(tables[table]) else ""
            yield position, name


def _is_there(position: locations.Position, name: str, lines: Sequence[str]) -> bool:
    line, end_line, start, end = position
    if line is None:
        return True
    if not 1 <= line <= (end_line or line) <= len(lines):
        return False
    text = lines[line - 1]
    if start is not None and end is not None and end_line is not None:
        first, last = text.encode("utf-8", "surrogatepass"), lines[end_line - 1].encode("utf-8", "surrogatepass")
        if start > len(first) or end > len(last):
            return False
        if line == end_line:
            text = first[start:end].decode("utf-8", "replace")
        else:
            text = "\n".join([first[start:].decode("utf-8", "replace"), *lines[line:end_line]])
    return not name or _is_implied(name) or _is_in(name, text)


def _is_in(name: str, text: str) -> bool:
    words = _words(text)
    _, underscores, private = name[1:].partition("__")
    is_mangled = bool(underscores) and f"__{private}" in words
    return name in words or is_mangled or "super" in words  # super() loads the first argument by itself


def _is_implied(name: str) -> bool:
    """Whether a name may be loaded where none is written: by the compiler, or by what rewrites assert statements."""
    return not name.isidentifier() or name == "AssertionError" or (name.startswith("__") and name.endswith("__"))


def _words(text: str) -> list[str]:
    """What may be names in a text, normalised as the compiler does."""
    return _WORD.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))
