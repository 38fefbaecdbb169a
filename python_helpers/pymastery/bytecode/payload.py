"""Facts about code objects → the dict that bytecode.v1.schema.json describes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from pymastery.bytecode.inspector import Code, Disassembly
from pymastery.interpreter import interpreter


def payload(facts: Disassembly) -> dict[str, Any]:
    """Return the JSON-ready payload."""
    source = facts.source
    result: dict[str, Any] = {
        "kind": "bytecode",
        "version": 1,
        "interpreter": interpreter().payload(),
        "subject": facts.subject,
        "source": source
        and {"filename": source.filename, "first_line": source.first_line, "lines": list(source.lines)},
        "opcodes": [
            {"name": opcode.name, "operand": opcode.operand, "caches": opcode.caches} for opcode in facts.opcodes
        ],
        "texts": list(facts.texts),
        "codes": [_code(code) for code in facts.codes],
    }
    if facts.notices:
        result["notices"] = list(facts.notices)
    if facts.shown < facts.total:
        result["cut"] = {"shown": facts.shown, "total": facts.total}
    return result


def _code(code: Code) -> dict[str, Any]:
    return {
        "name": code.name,
        "qualname": code.qualname,
        "first_line": code.first_line,
        "flags": list(code.flags),
        "arguments": code.arguments,
        "stack_size": code.stack_size,
        "consts": _column(code.consts),
        "names": _column(code.names),
        "locals": _column(code.locals),
        "cells": _column(code.cells),
        "frees": _column(code.frees),
        "positions": code.positions,
        "opcode": _column(code.opcode),
        "arg": _column(code.arg),
        "text": _column(code.text),
        "span": _column(code.span),
        "spans": _rows(
            (line - code.first_line, column, end_line - line, end_column)
            for line, column, end_line, end_column in code.spans
        ),
        "jumps": _rows(code.jumps),
        "nested": _rows(code.nested),
        "exceptions": _rows(code.exceptions),
    }


def _column(numbers: Iterable[int]) -> str:
    # one repr instead of a string a number: faster, and these are most of the payload
    return repr(list(numbers))[1:-1].replace(",", "")


def _rows(rows: Iterable[tuple[int, ...]]) -> str:
    return _column(chain.from_iterable(rows))
