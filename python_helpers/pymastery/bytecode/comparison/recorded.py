"""A payload that `view.save("f.json")` wrote → a program to compare with, or a sentence that says why not.

A file may hold anything. Its shape is checked against the schema, every number against what it counts or
points at; nothing of it is executed, and the work is bounded by its length, which has a limit.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NoReturn

from pymastery.bytecode.blocks import jump_targets, labels
from pymastery.bytecode.comparison import CodeRows, Program
from pymastery.bytecode.facts import EDGE_KINDS
from pymastery.bytecode.inspector import LIMIT
from pymastery.bytecode.texts import KINDS
from pymastery.cpython import locations
from pymastery.cpython.exceptions import Entry
from pymastery.describe import bounded, visible
from pymastery.interpreter import Interpreter
from pymastery.packed import pack, unpack

BYTES = 16_000_000
"""The longest file that is read."""

VERSION = 2
"""The version of the payload that is read."""

SCHEMA = Path(__file__).parents[2] / "schemas" / f"bytecode.v{VERSION}.schema.json"
_AGAIN = 'make it again with view.save("f.json") of pm.bytecode'
_FOLDER_LIMIT = 120
"""Characters told of the folder in which a file was looked for."""

_PARTS = ("blocks", "edges", "exceptions", "consts", "names", "variables", "kinds", "cells")
_LARGEST = 2**31


class _Wrong(Exception):
    """What is wrong with a payload, in words.

    Args:
        words: What it is.
        remedy: What to do.
    """

    def __init__(self, words: str, remedy: str = _AGAIN) -> None:
        super().__init__(f"{words}; {remedy}")


def load(path: Path) -> Program:
    """Return the program that a file holds.

    Raises:
        ValueError: For a file that cannot be read or holds something else; the message says what to do.
    """
    name = bounded(path.name)
    try:
        return read(_parsed(path))
    except _Wrong as wrong:
        raise ValueError(f"{name} cannot be compared with: {wrong}") from None


def _parsed(path: Path) -> object:
    try:
        if not path.is_file():
            raise _no_file(path)
        with path.open("rb") as file:
            data = file.read(BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise _Wrong(f"it cannot be read ({type(error).__name__})") from None
    if len(data) > BYTES:
        raise _Wrong(f"it is longer than {BYTES // 1_000_000} MB")
    try:
        # some editors write a byte order mark before it
        return json.loads(data.decode("utf-8-sig"), parse_int=_integer, parse_constant=_constant)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, or lists in lists without end
        raise _Wrong("it is not the JSON of a recording") from None


def _no_file(path: Path) -> _Wrong:
    """Why there is nothing to read at a path."""
    if path.is_dir():
        return _Wrong("it is a folder", 'give the path of the file that view.save("f.json") wrote in it')
    if path.exists():
        return _Wrong("it is no file that can be read from its beginning to its end")
    here = "" if path.is_absolute() else "the working directory, "
    folder = bounded(str(Path.cwd() / path.parent), _FOLDER_LIMIT)
    return _Wrong(
        f"there is no such file; it was looked for in {here}{folder}", 'give the path that view.save("f.json") returned'
    )


def _integer(digits: str) -> int:
    # Python takes long for a long number
    if len(digits) > 12:
        raise ValueError
    return int(digits)


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def read(payload: object) -> Program:
    """Return the program that a payload holds."""
    if not isinstance(payload, dict) or payload.get("kind") != "bytecode":
        raise _Wrong("it is not a recording of bytecode")
    version = payload.get("version")
    if version == 1 and type(version) is int:
        raise _Wrong("it was recorded by an older pymastery, as version 1, which lacks what a comparison needs")
    if type(version) is int and version > VERSION:
        raise _Wrong(
            f"it was recorded by a newer pymastery, as version {version}",
            f"update pymastery here to read it, or {_AGAIN} here",
        )
    if version != VERSION or type(version) is not int:
        raise _Wrong(f"it is not of version {VERSION}, which is the one that this pymastery reads")
    parts: dict[str, Any] = {
        key: payload.get(key) for key in ("interpreter", "subject", "program", "notices") if key in payload
    }
    for key in ("interpreter", "subject", "program"):
        if key not in parts:
            raise _Wrong(f"{key} is missing")
    for key, value in parts.items():
        _check(value, _schema()["properties"][key], key)
    program = parts["program"]
    if program is None:
        raise _Wrong("it is of a text that does not compile, so that it has no bytecode")
    source = program["source"]
    return Program(
        subject=visible(parts["subject"]),
        interpreter=Interpreter(**{field.name: parts["interpreter"][field.name] for field in fields(Interpreter)}),
        first_line=source["first_line"] if source else 1,
        lines=source["lines"] if source else (),
        codes=_Reader(program).codes(),
        notices=tuple(parts.get("notices", ())),
        recorded=program,
    )


# --- the shape ---------------------------------------------------------------------------------------------


@cache
def _schema() -> dict[str, Any]:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def _check(value: Any, schema: Mapping[str, Any], place: str) -> None:
    """Raise where a value is not what our own schema says, of which no other words than these are needed."""
    if "$ref" in schema:
        schema = _schema()["definitions"][schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        wanted = [each for each in schema["oneOf"] if type(value) in _TYPES[each.get("type", "object")]]
        schema = wanted[0] if wanted else schema["oneOf"][0]
        _check(value, schema, place)
        return
    if "type" in schema and type(value) not in _TYPES[schema["type"]]:
        raise _Wrong(f"{place} is not of type {schema['type']}")
    allowed = [schema["const"]] if "const" in schema else schema.get("enum", [value])
    # True is equal to 1, but no number
    if not any(type(value) is type(each) and value == each for each in allowed):
        raise _Wrong(f"{place} is none of the values it may have")
    if isinstance(value, dict):
        _check_fields(value, schema, place)
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            raise _Wrong(f"{place} is too short or too long")
        for index, item in enumerate(value):
            _check(item, schema["items"], f"{place}/{index}")
    elif isinstance(value, str):
        _check_text(value, schema, place)
    elif type(value) is int and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise _Wrong(f"{place} is out of range")


def _check_fields(value: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> None:
    for key in schema.get("required", ()):
        if key not in value:
            raise _Wrong(f"{place}/{key} is missing")
    for key, item in value.items():
        known = schema.get("properties", {}).get(key, schema.get("additionalProperties", False))
        if known is False:
            raise _Wrong(f"{place} has a field that this pymastery does not know, {bounded(key, 20)}")
        _check_text(key, {}, place)
        _check(item, known, f"{place}/{bounded(key, 20)}")


def _check_text(value: str, schema: Mapping[str, Any], place: str) -> None:
    if not value.isascii() and visible(value) != value:
        raise _Wrong(f"{place} has a lone surrogate")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        raise _Wrong(f"{place} is not base64")


# --- the numbers -------------------------------------------------------------------------------------------


def _column(text: str, name: str) -> list[int]:
    data = _bytes(text, name)
    numbers = unpack(data)
    if pack(numbers) != data:
        raise _Wrong(f"column {name} ends in the middle of a number")
    return numbers


def _bytes(text: str, name: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except binascii.Error:
        raise _Wrong(f"column {name} is not base64") from None


class _Reader:
    """Takes what belongs to one code object after the other off each column."""

    def __init__(self, program: Mapping[str, Any]) -> None:
        self._opcodes: Sequence[Mapping[str, Any]] = program["opcodes"]
        self._texts: Sequence[str] = program["texts"]
        self._columns = {name: _column(program[name], name) for name in _PARTS}
        self._columns |= {name: _column(text, name) for name, text in program["instructions"].items()}
        self._at = dict.fromkeys(self._columns, 0)
        self._format = program["locations"]["format"]
        self._table = _bytes(program["locations"]["table"], "locations")
        self._table_at = 0
        self._counts = {name: _column(text, f"{name} of the code objects") for name, text in program["codes"].items()}

    def codes(self) -> tuple[CodeRows, ...]:
        count = len(self._counts["level"])
        for name, numbers in self._counts.items():
            if len(numbers) != count or not count:
                raise _Wrong(f"column {name} of the code objects has {len(numbers)} numbers for {count}")
        if max(count, len(self._columns["opcode"])) > LIMIT:
            raise _Wrong(f"it holds more than {LIMIT} instructions")
        above = -1
        for level in self._counts["level"]:
            if not 0 <= level <= above + 1:
                raise _Wrong("column level of the code objects skips one")
            above = level
        found = tuple(self._code({name: numbers[at] for name, numbers in self._counts.items()}) for at in range(count))
        if self._table_at != len(self._table) or any(self._at[name] != len(self._columns[name]) for name in self._at):
            raise _Wrong("a column is too long")
        return found

    def _take(self, name: str, count: int, least: int = -_LARGEST, limit: int = _LARGEST) -> list[int]:
        """The next numbers of a column, each from `least` up to but without `limit`."""
        start = self._at[name]
        self._at[name] = end = start + count
        numbers = self._columns[name][start:end]
        if count < 0 or len(numbers) != count:
            raise _Wrong(f"column {name} is too short")
        if numbers and not least <= min(numbers) <= max(numbers) < limit:
            raise _Wrong(f"column {name} points at nothing")
        return numbers

    def _text(self, index: int) -> str:
        if not 0 <= index < len(self._texts):
            raise _Wrong("a name of a code object points at nothing")
        return self._texts[index]

    def _code(self, counts: Mapping[str, int]) -> CodeRows:
        size, texts = counts["instructions"], len(self._texts)
        ops = [self._opcodes[op] for op in self._take("opcode", size, 0, len(self._opcodes))]
        args = self._take("arg", size)
        self._take("depth", size, -1)
        targets = self._targets(counts, size)
        exceptions = self._exceptions(counts["exceptions"], size)
        tables = {
            "consts": self._take("consts", counts["consts"], -len(self._counts["level"]), texts),
            **{name: self._take(name, counts[name], 0, texts) for name in ("names", "variables", "cells")},
        }
        self._take("kinds", counts["variables"], 0, len(KINDS))
        offsets = list(accumulate((2 + 2 * op["caches"] for op in ops), initial=0))
        return CodeRows(
            level=counts["level"],
            name=self._text(counts["name"]),
            qualname=self._text(counts["qualname"]),
            opnames=[op["name"] for op in ops],
            texts=self._arguments(ops, args, tables),
            positions=self._positions(counts, offsets),
            targets=targets,
            labels=labels(targets, exceptions),
            offsets=offsets,
        )

    def _positions(self, counts: Mapping[str, int], offsets: Sequence[int]) -> list[locations.Position]:
        start, length = self._table_at, counts["locations"]
        self._table_at = end = start + length
        if length < 0 or end > len(self._table):
            raise _Wrong("the location table is too short")
        units = [offset // 2 for offset in offsets]
        return locations.decoded(self._format, self._table[start:end], counts["first_line"], units)

    def _targets(self, counts: Mapping[str, int], size: int) -> dict[int, int]:
        """Index of an instruction that jumps or names a handler → index of its target."""
        starts = self._take("blocks", counts["blocks"], 0, size)
        if any(one >= next_one for one, next_one in pairwise(starts)):
            raise _Wrong("column blocks does not rise")
        edges = self._take("edges", 3 * counts["edges"], 0)
        blocks, kinds = (*edges[::3], *edges[1::3]), edges[2::3]
        if max(blocks, default=-1) >= len(starts) or max(kinds, default=0) >= len(EDGE_KINDS):
            raise _Wrong("column edges points at nothing")
        return jump_targets(starts, edges, size)

    def _exceptions(self, count: int, size: int) -> list[Entry]:
        numbers = iter(self._take("exceptions", 5 * count, 0))
        entries = list(zip(*[numbers] * 5, strict=True))
        if not all(start < end <= size and handler < size for start, end, handler, _, _ in entries):
            raise _Wrong("column exceptions points at nothing")
        return entries

    def _arguments(
        self, ops: Sequence[Mapping[str, Any]], args: Sequence[int], tables: Mapping[str, Sequence[int]]
    ) -> list[str]:
        known: dict[tuple[str, int], str] = {}
        for op, arg in zip(ops, args, strict=True):
            if (op["name"], arg) not in known:
                known[op["name"], arg] = self._argument(op, arg, tables)
        return [known[op["name"], arg] for op, arg in zip(ops, args, strict=True)]

    def _argument(self, op: Mapping[str, Any], arg: int, tables: Mapping[str, Sequence[int]]) -> str:
        """What an argument stands for, or the argument where that is not known."""
        if op["operand"] in ("none", "jump"):
            return ""
        if "table" not in op:
            return op.get("meanings", {}).get(str(arg), "") or str(arg)
        table, forms = tables[op["table"]], op.get("forms", (("", ""),))
        indexes = (arg >> 4, arg & 15) if "pair" in op else (arg // len(forms),)
        if not all(0 <= index < len(table) for index in indexes):
            return str(arg)  # as in a code object that someone put together wrongly
        before, after = forms[arg % len(forms)]
        return f"{before}{', '.join(self._entry(table[index]) for index in indexes)}{after}"

    def _entry(self, place: int) -> str:
        if place >= 0:
            return self._texts[place]
        return f"<code object {self._text(self._counts['name'][-1 - place])}>"
