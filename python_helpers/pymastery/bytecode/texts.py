"""Names and constants as texts, each once: the tables that arguments index."""

from __future__ import annotations

import inspect
import types
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from pymastery.cpython import opcodes
from pymastery.describe import bounded, describe_constant

TEXT_LIMIT = 80
"""Characters of a name or of a constant."""

VARIABLES_LIMIT = 20_000
"""Variables of one code object; no program that people write comes near."""

ARGUMENT, LOCAL, CELL, ARGUMENT_CELL, FREE, HIDDEN = range(6)
"""Kinds of variables, as a payload numbers them."""

KINDS = ("argument", "local", "cell", "argument and cell", "free", "hidden")
"""Their names. "hidden": of a comprehension that was inlined, so that no name of the function is overwritten."""


class Texts(dict[str, int]):
    """Text → its index; a text that is new is added."""

    def __missing__(self, text: str) -> int:
        self[text] = index = len(self)
        return index


class Tables:
    """The texts of all code objects of one subject, each once."""

    def __init__(self) -> None:
        self.texts = Texts()
        self.names = _Names(self.texts)
        self._flags: dict[int, int] = {}
        self._strings = _Constants(self.texts)
        self._integers = _Constants(self.texts)

    def name(self, name: str) -> int:
        """Return the index of a name's text; of a name of a subclass of str nothing but its characters is asked."""
        return self.names[name if type(name) is str else str.__str__(name)]

    def flags(self, flags: int) -> int:
        """Return the index of the names of the bits of `co_flags`."""
        if flags not in self._flags:
            names = [name for bit, name in opcodes.FLAG_NAMES.items() if flags & bit]
            self._flags[flags] = self.texts[" ".join(names)]
        return self._flags[flags]

    def constants(self, values: Sequence[object], codes: Mapping[int, int]) -> Sequence[int]:
        """Return the index of each constant's text, or -1 minus the index of a code object.

        Args:
            values: `co_consts`.
            codes: The index of each code object that is shown, by its `id`.
        """
        strings, integers, found = self._strings, self._integers, []
        value: Any
        for value in values:
            kind = type(value)
            if kind is str:
                found.append(strings[value])
            elif value is None:
                found.append(self.texts["None"])
            elif kind is int:
                found.append(integers[value])
            elif kind is types.CodeType and id(value) in codes:
                found.append(-1 - codes[id(value)])
            else:
                found.append(self.texts[constant_text(value)])
        return array("i", found)

    def variables(self, code: types.CodeType) -> tuple[Sequence[int], bytes]:
        """Return the index of the name of each variable, in the order LOAD_FAST counts, and the kind of each."""
        names = opcodes.variable_names(code)
        shown, kinds = names[:VARIABLES_LIMIT], _kinds(code, names)
        return array("i", map(self.names.__getitem__, shown)), kinds[:VARIABLES_LIMIT]

    def cells(self, code: types.CodeType) -> Sequence[int]:
        """Return the index of the name of each variable, in the order LOAD_DEREF counts."""
        return array("i", map(self.names.__getitem__, opcodes.cell_names(code)[:VARIABLES_LIMIT]))


class _Names(dict[str, int]):
    """Name as in a code object → index of the text that is shown of it."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, name: str) -> int:
        shown = name if len(name) <= TEXT_LIMIT and name.isascii() else bounded(name, TEXT_LIMIT)
        self[name] = index = self.texts[shown]
        return index


class _Constants(dict["str | int", int]):
    """A constant of one exact type → index of its text."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, value: str | int) -> int:
        self[value] = index = self.texts[constant_text(value)]
        return index


def constant_text(value: object) -> str:
    """Return `repr(value)` of a constant, at most TEXT_LIMIT characters."""
    if type(value) is str and len(value) < TEXT_LIMIT:  # most constants are short text
        text = repr(value)
        return text if len(text) <= TEXT_LIMIT and text.isascii() else bounded(text, TEXT_LIMIT)
    if type(value) is types.CodeType:
        return f"<code object {bounded(value.co_name, TEXT_LIMIT - 14)}>"
    return describe_constant(value, TEXT_LIMIT)


def argument_count(code: types.CodeType) -> int:
    """Return how many of the variables are arguments."""
    stars = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_argcount + code.co_kwonlyargcount + stars


def _kinds(code: types.CodeType, names: Sequence[str]) -> bytes:
    """The kind of each variable, in their order: arguments, locals, cells, free ones."""
    count, arguments, frees = len(names), argument_count(code), len(code.co_freevars)
    if not opcodes.CELLS_ARE_VARIABLES:
        frees = 0
    # a module or class has no variables of this sort but those of comprehensions
    local = LOCAL if code.co_flags & inspect.CO_OPTIMIZED else HIDDEN
    kinds = bytearray(arguments) + bytes((local,)) * (count - arguments - frees) + bytes((FREE,)) * frees
    if code.co_cellvars:
        cells = set(code.co_cellvars)
        for index in range(count - frees):
            if names[index] in cells:
                kinds[index] = ARGUMENT_CELL if index < arguments else CELL
    return bytes(kinds[:count])
