"""Code objects of one subject → the part of the payload that bytecode.v2.schema.json describes as a program."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, compress
from typing import Any

from pymastery.bytecode.facts import Code, Disassembly
from pymastery.bytecode.texts import argument_count
from pymastery.cpython import flow, locations, opcodes
from pymastery.packed import pack, wire


def program(facts: Disassembly) -> dict[str, Any]:
    """Return the code objects of one subject, as the schema describes a program."""
    source, codes = facts.source, facts.codes
    ops = b"".join(code.ops for code in codes)
    table = sorted(set(ops))
    tables = [locations.table(code.code) if code.located else b"" for code in codes]
    result: dict[str, Any] = {
        "source": source
        and {"filename": source.filename, "first_line": source.first_line, "lines": list(source.lines)},
        "opcodes": [_opcode(op, meanings) for op, meanings in _meanings(codes, ops, table).items()],
        "codes": _codes(codes, tables),
        "instructions": {
            "opcode": wire(pack(ops.translate(_index(table)))),
            "arg": wire(b"".join([pack(code.args) for code in codes])),
            "depth": _together(code.depths for code in codes),
        },
        "locations": {"format": locations.FORMAT, "table": wire(b"".join(tables))},
        "blocks": _together(code.starts for code in codes),
        "edges": _together(code.edges for code in codes),
        "exceptions": _together(entry for code in codes for entry in code.exceptions),
        "consts": _together(code.consts for code in codes),
        "names": _together(code.names for code in codes),
        "variables": _together(code.variables for code in codes),
        "kinds": _together(code.kinds for code in codes),
        "cells": _together(code.cells for code in codes),
        "texts": list(facts.texts),
    }
    if facts.shown < facts.total:
        result["cut"] = {"shown": facts.shown, "total": facts.total}
    return result


def _together(parts: Iterable[Iterable[int]]) -> str:
    return wire(pack(chain.from_iterable(parts)))


def _codes(codes: Iterable[Code], tables: Iterable[bytes]) -> dict[str, str]:
    """One number a code object in each column."""
    rows = [
        (
            facts.level,
            facts.name,
            facts.qualname,
            facts.flags,
            facts.code.co_firstlineno,
            argument_count(facts.code),
            facts.code.co_stacksize,
            len(facts.ops),
            len(facts.starts),
            len(facts.edges) // 3,
            len(facts.exceptions),
            len(facts.consts),
            len(facts.names),
            len(facts.variables),
            len(facts.cells),
            len(table),
        )
        for facts, table in zip(codes, tables, strict=True)
    ]
    return {key: wire(pack(column)) for key, column in zip(_CODE_KEYS, zip(*rows, strict=True), strict=True)}


_CODE_KEYS = (
    *("level", "name", "qualname", "flags", "first_line", "arguments", "stack_size"),
    *("instructions", "blocks", "edges", "exceptions", "consts", "names", "variables", "cells", "locations"),
)


def _index(table: list[int]) -> bytes:
    place = bytearray(256)
    for index, op in enumerate(table):
        place[op] = index
    return bytes(place)


def _meanings(codes: Iterable[Code], ops: bytes, table: list[int]) -> dict[int, dict[str, str]]:
    """What each argument that occurs means, where it indexes no table: opcode → argument → text."""
    found: dict[int, dict[str, str]] = {op: {} for op in table}
    asked = bytes(op in found and opcodes.has_meaning(op) for op in range(256))
    mask = ops.translate(asked)
    args = chain.from_iterable(code.args for code in codes)
    for op, arg in sorted(set(zip(compress(ops, mask), compress(args, mask), strict=True))):
        text = opcodes.meaning(op, arg)
        if text:
            found[op][str(arg)] = text
    return found


def _opcode(op: int, meanings: dict[str, str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "name": opcodes.name_of(op),
        "operand": opcodes.operand(op),
        "caches": opcodes.CACHES[op],
        "flow": flow.flow(op),
    }
    table = opcodes.table_of(op)
    if table:
        result["table"] = table
    forms = opcodes.name_forms(op) if table == "names" else (("", ""),)
    if forms != (("", ""),):
        result["forms"] = [list(form) for form in forms]
    if table == "variables" and opcodes.names_two_locals(op):
        result["pair"] = True
    if meanings:
        result["meanings"] = meanings
    return result
