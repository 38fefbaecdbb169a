"""Reads a bytecode payload back into rows, from what its schema says and from nothing of ours.

Location tables are decoded by their own description: Objects/locations.md (3.11 and later),
Objects/lnotab_notes.txt (3.10).
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import jsonschema

import pymastery

SCHEMA = json.loads((Path(pymastery.__file__).parent / "schemas" / "bytecode.v2.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
EDGES = ("next", "jump", "taken", "not taken", "exception", "setup")
KINDS = ("argument", "local", "cell", "argument and cell", "free", "hidden")
NOWHERE = (None, None, None, None)


def validate(view):
    """The payload of a view, as a file would hold it, once the schema has found nothing wrong with it."""
    payload = json.loads(json.dumps(view.payload, allow_nan=False))
    VALIDATOR.validate(payload)
    return payload


def column(text):
    """The integers of a column."""
    data = base64.b64decode(text, validate=True)
    numbers, at = [], 0
    while at < len(data):
        if data[at] == 128:
            numbers.append(int.from_bytes(data[at + 1 : at + 5], "little", signed=True))
            at += 5
        else:
            numbers.append(data[at] - 256 if data[at] > 128 else data[at])
            at += 1
    return numbers


@dataclass
class Row:
    """One instruction; `target` is the index of the row that it jumps to or whose handler it names."""

    offset: int
    opcode: dict
    arg: int | None
    text: str
    depth: int
    position: tuple
    target: int | None = None
    code: int | None = None

    @property
    def name(self):
        return self.opcode["name"]


@dataclass
class CodeObject:
    """One code object; texts are looked up, indexes count its own rows and blocks."""

    level: int
    name: str
    qualname: str
    flags: str
    first_line: int
    arguments: int
    stack_size: int
    consts: list
    names: list[str]
    variables: list[str]
    kinds: list[str]
    cells: list[str]
    blocks: list[int]
    edges: list[tuple]
    exceptions: list[tuple]
    located: bool
    size: int = 0
    rows: list[Row] = field(default_factory=list)


class Reader:
    """Takes what belongs to one code object after the other off each column."""

    def __init__(self, columns):
        self.columns = {name: iter(numbers) for name, numbers in columns.items()}

    def take(self, name, count):
        taken = list(islice(self.columns[name], count))
        assert len(taken) == count, f"column {name} is too short"
        return taken

    def rest(self):
        return {name: list(numbers) for name, numbers in self.columns.items()}


def decode(payload, places=True):
    """The code objects of a payload; without places where a location table may be no table."""
    program = payload["program"]
    counts = {name: column(text) for name, text in program["codes"].items()}
    (size,) = {len(numbers) for numbers in counts.values()}
    parts = ("blocks", "edges", "exceptions", "consts", "names", "variables", "kinds", "cells")
    columns = {name: column(program[name]) for name in parts}
    columns |= {name: column(text) for name, text in program["instructions"].items()}
    columns["locations"] = base64.b64decode(program["locations"]["table"], validate=True)
    reader = Reader(columns)
    decoder = {"columns": from_columns, "lines": from_lines}[program["locations"]["format"]]
    found = [
        _code(program, {name: counts[name][place] for name in counts}, reader, decoder if places else lambda *_: [])
        for place in range(size)
    ]
    assert not any(reader.rest().values())
    return found


def _code(program, count, reader, decoder):
    texts = program["texts"]
    code = CodeObject(
        level=count["level"],
        name=texts[count["name"]],
        qualname=texts[count["qualname"]],
        flags=texts[count["flags"]],
        first_line=count["first_line"],
        arguments=count["arguments"],
        stack_size=count["stack_size"],
        consts=[texts[index] if index >= 0 else index for index in reader.take("consts", count["consts"])],
        names=[texts[index] for index in reader.take("names", count["names"])],
        variables=[texts[index] for index in reader.take("variables", count["variables"])],
        kinds=[KINDS[kind] for kind in reader.take("kinds", count["variables"])],
        cells=[texts[index] for index in reader.take("cells", count["cells"])],
        blocks=reader.take("blocks", count["blocks"]),
        edges=_groups(reader.take("edges", 3 * count["edges"]), 3),
        exceptions=_groups(reader.take("exceptions", 5 * count["exceptions"]), 5),
        located=count["locations"] > 0,
    )
    rows = [reader.take(name, count["instructions"]) for name in ("opcode", "arg", "depth")]
    table = bytes(reader.take("locations", count["locations"]))
    where = decoder(table, code.first_line)
    for op, arg, depth in zip(*rows, strict=True):
        opcode = program["opcodes"][op]
        position = where[code.size // 2] if code.size // 2 < len(where) else NOWHERE
        text, nested = _meaning(opcode, arg, code)
        known = None if opcode["operand"] == "none" else arg
        code.rows.append(Row(code.size, opcode, known, text, depth, position, code=nested))
        code.size += 2 + 2 * opcode["caches"]
    _join(code)
    return code


def _groups(numbers, size):
    return list(zip(*[iter(numbers)] * size, strict=True))


def _join(code):
    ends = [*code.blocks[1:], len(code.rows)]
    for start, end, kind in code.edges:
        if EDGES[kind] in ("jump", "taken", "setup"):
            code.rows[ends[start] - 1].target = code.blocks[end]


def _meaning(opcode, arg, code):
    """What an argument stands for, and the index of the code object where it is one."""
    if "meanings" in opcode:
        return opcode["meanings"].get(str(arg), ""), None
    table = opcode.get("table")
    values = [] if table is None else getattr(code, table)
    try:
        if opcode.get("pair"):
            return f"{values[arg >> 4]}, {values[arg & 15]}", None
        forms = opcode.get("forms", [["", ""]])
        before, after = forms[arg % len(forms)]
        value = values[arg // len(forms)]
    except IndexError:
        return "", None
    return ("", -1 - value) if isinstance(value, int) else (f"{before}{value}{after}", None)


# --- where instructions come from --------------------------------------------------------------------------


def from_columns(table, first_line):
    """Line, end line, column, end column of each code unit."""
    units, line, data = [], first_line, iter(table)
    for byte in data:
        assert byte & 0x80, "an entry begins with its high bit set"
        code, length = byte >> 3 & 15, (byte & 7) + 1
        place = NOWHERE
        if code < 10:
            second = next(data)
            column = code << 3 | second >> 4
            place = (line, line, column, column + (second & 15))
        elif code < 13:
            line += code - 10
            place = (line, line, next(data), next(data))
        elif code == 13:
            line += _signed(_varint(data))
            place = (line, line, None, None)
        elif code == 14:
            line += _signed(_varint(data))
            end, start_column, end_column = (_varint(data) for _ in range(3))
            place = (
                line,
                line + end,
                start_column - 1 if start_column else None,
                end_column - 1 if end_column else None,
            )
        units += [place] * length
    return units


def _varint(data):
    value = shift = 0
    while True:
        byte = next(data)
        value |= (byte & 63) << shift
        shift += 6
        if not byte & 64:
            return value


def _signed(value):
    return -(value >> 1) if value & 1 else value >> 1


def from_lines(table, first_line):
    """The same from a table of 3.10, which has lines only."""
    units, line = [], first_line
    for count, further in _groups(table, 2):
        if further == 128:
            units += [NOWHERE] * (count // 2)
            continue
        line += further - 256 if further > 128 else further
        units += [(line, None, None, None)] * (count // 2)
    return units
