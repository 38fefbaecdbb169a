"""Facts about code objects: instructions, places in the source, blocks and tables, decoded in bulk.

Nothing of the learner's runs: a function is only asked for its code object, text is compiled and
not executed. The numbers are those of `dis`; they are read from `co_code` a code object at a time
because `dis` makes an object for each instruction.
"""

from __future__ import annotations

import types
from array import array
from collections.abc import Sequence

from pymastery.bytecode.blocks import blocks
from pymastery.bytecode.facts import Code, Disassembly
from pymastery.bytecode.source import Source, source_of
from pymastery.bytecode.subject import Subject, visit
from pymastery.bytecode.texts import Tables
from pymastery.bytecode.units import Units, split
from pymastery.cpython import exceptions, opcodes
from pymastery.describe import visible
from pymastery.interpreter import unknown_notice

LIMIT = 120_000
"""Instructions shown at most, all code objects together."""

NAMES_LIMIT = 1_000
"""Names or constants listed of a code object that is shown in part."""


def disassemble(subject: Subject) -> Disassembly:
    """Return the facts about the code objects of a subject and those in their constants."""
    every, own = list(visit(subject.codes)), [code for code, _ in visit(subject.own)]
    source, missing = source_of(subject.own, own, subject.text, subject.owner)
    tables, located = Tables(), _located(source, own)
    shown: list[tuple[types.CodeType, int, Units]] = []
    room, total = LIMIT, 0
    for code, level in every:
        units = split(code.co_code)
        total += len(units.ops)
        if room or not shown:
            shown.append((code, level, units.first(room)))
            room -= min(room, len(units.ops))
    places = {id(code): place for place, (code, _, _) in enumerate(shown)}
    codes = tuple(
        _facts(code, level, units, tables, places, located is None or id(code) in located)
        for code, level, units in shown
    )
    notices = (unknown_notice(), *subject.notices, missing, _malformed(codes, shown))
    return Disassembly(
        subject=subject.description,
        source=source,
        notices=tuple(notice for notice in notices if notice),
        codes=codes,
        texts=tuple(tables.texts),
        total=total,
    )


def _located(source: Source | None, own: list[types.CodeType]) -> set[int] | None:
    """The `id` of each code object whose lines are those of the source, None where there is no source."""
    return {id(code) for code in own if visible(code.co_filename) == source.filename} if source else None


def _malformed(codes: Sequence[Code], shown: Sequence[tuple[types.CodeType, int, Units]]) -> str | None:
    """A sentence on entries of exception tables that no instruction begins or ends, None where there are none."""
    # of a code object that is shown in part, what guards the rest is missing too
    whole = [
        facts
        for facts, (code, _, units) in zip(codes, shown, strict=True)
        if len(units.begins) == len(code.co_code) // 2
    ]
    count = sum(exceptions.malformed(facts.code, len(facts.exceptions)) for facts in whole)
    if not count:
        return None
    said = "1 entry of the exception table is" if count == 1 else f"{count} entries of the exception table are"
    return f"{said} malformed and not shown: an entry begins, ends and leads to where instructions begin."


def _facts(
    code: types.CodeType, level: int, units: Units, tables: Tables, places: dict[int, int], is_located: bool
) -> Code:
    names, consts = code.co_names, code.co_consts
    if len(names) > NAMES_LIMIT or len(consts) > NAMES_LIMIT:
        names, consts = names[: _reach(units, "name")], consts[: _reach(units, "const")]
    variables, kinds = tables.variables(code)
    graph = blocks(code, units)
    return Code(
        code=code,
        level=level,
        name=tables.name(code.co_name),
        qualname=tables.name(getattr(code, "co_qualname", code.co_name)),
        flags=tables.flags(code.co_flags),
        ops=units.ops,
        args=units.args,
        located=is_located,
        depths=graph.depths,
        starts=graph.starts,
        edges=graph.edges,
        exceptions=graph.exceptions,
        consts=tables.constants(consts, places),
        names=array("i", map(tables.names.__getitem__, names)),
        variables=variables,
        kinds=kinds,
        cells=() if opcodes.CELLS_ARE_VARIABLES else tables.cells(code),
    )


def _reach(units: Units, operand: str) -> int:
    """How much of a table the instructions use, and at least NAMES_LIMIT of it."""
    reach = NAMES_LIMIT
    for op in set(units.ops):
        kind = opcodes.operand(op)
        if kind == operand or (kind == "attribute" and operand == "name"):
            forms = len(opcodes.name_forms(op)) if operand == "name" else 1
            largest = max(arg for each, arg in zip(units.ops, units.args, strict=True) if each == op)
            reach = max(reach, largest // forms + 1)
    return min(reach, LIMIT)
