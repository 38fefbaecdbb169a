"""The instructions before they are assembled to a code object, before and after their optimisation."""

from __future__ import annotations

import ast
import marshal
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pymastery.bytecode.compiler.facts import FILENAME, LIMIT, Emitted, Instruction, Span
from pymastery.bytecode.compiler.text import Lines
from pymastery.bytecode.subject import visit
from pymastery.bytecode.texts import TEXT_LIMIT, constant_text
from pymastery.cpython import codegen, locations, opcodes
from pymastery.describe import bounded

_PLAIN = 2
"""The format of marshal in which equal constants of equal types are equal bytes: repr() may refuse a huge int."""

_BLOCKS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Emission:
    """What the compiler emitted for a text.

    Attributes:
        generated: Before optimisation, None where it cannot be seen.
        optimised: The outermost instructions after optimisation, None where they cannot be seen.
        totals: How many instructions there are in both; LIMIT at most are in each.
        notices: Sentences on what is not shown.
    """

    generated: tuple[Emitted, ...] | None
    optimised: tuple[Emitted, ...] | None
    totals: dict[str, int]
    notices: tuple[str, ...]


def emission_of(text: str, mode: str, tree: ast.AST, lines: Lines) -> Emission:
    """Return what the compiler emits for a text that it compiles.

    Args:
        text: The source.
        mode: "exec", "eval" or "single".
        tree: What the compiler emits it for: the tree after its optimiser where that can be had.
        lines: Those of the source.
    """
    found = codegen.generate(text, FILENAME, mode, LIMIT)
    if isinstance(found, str):
        return Emission(None, None, {}, (found,))
    codes = _codes(found)
    places = _places(found)
    names = {index: code.co_name for index, code in enumerate(codes) if code is not None}
    literals, ends = _literals(tree), _ends_in_none(found)
    inner: dict[int, list[int]] = {}
    for index, unit in enumerate(found.units):
        inner.setdefault(unit.parent, []).append(index)
    units: list[Emitted] = []
    for index, unit in enumerate(found.units):
        if not unit.rows:
            break  # LIMIT is reached
        consts = _consts(unit.rows, literals, ends and len(unit.rows) == unit.total)
        loaded = found.consts if index == 0 else None
        texts = _Texts(codes[index], loaded, consts, _made(unit, inner.get(index, []), names))
        line = _first_line(unit, codes[index])
        instructions = _instructions(unit.rows, texts, lines)
        units.append(Emitted(unit.parent, names.get(index, ""), line, places[index], instructions))
    optimised = None
    totals = {"generated": sum(unit.total for unit in found.units), "optimised": 0}
    if found.optimised is not None:
        texts = _Texts(codes[0], found.optimised_consts, {}, {})
        optimised = (Emitted(-1, names.get(0, ""), 0, 0, _instructions(found.optimised.rows, texts, lines)),)
        totals["optimised"] = found.optimised.total
    return Emission(tuple(units), optimised, totals, tuple(_notices(found)))


def _notices(found: codegen.Sequences) -> Iterator[str]:
    nests = any(type(const) is types.CodeType for const in found.code.co_consts)
    alone = "this interpreter shows the instructions of the outermost code object alone."
    if nests and len(found.units) == 1:
        yield f"Before optimisation, {alone}"
    if found.notice:
        yield found.notice
    elif nests:
        yield f"After optimisation, before they are assembled, {alone}"


def _codes(found: codegen.Sequences) -> list[types.CodeType | None]:
    """A code object of each unit that has the names which its arguments index, None where that cannot be told."""
    # what is never reached is in no code object, but the constants before optimisation have it
    return [
        fitting[0] if len({_tables(code) for code in fitting}) == 1 else None
        for fitting in _fitting(found, found.consts or found.code.co_consts)
    ]


def _places(found: codegen.Sequences) -> list[int]:
    """Which code object each unit becomes, in the order of `visit`; -1 where that cannot be told."""
    order = {id(code): place for place, (code, _) in enumerate(visit((found.code,)))}
    # two that fit are not compared: that takes time in a power of their nesting
    return [order[id(fitting[0])] if len(fitting) == 1 else -1 for fitting in _fitting(found, found.code.co_consts)]


def _fitting(found: codegen.Sequences, loaded: Sequence[Any]) -> Iterator[list[types.CodeType]]:
    """Yield the code objects that each unit can have become.

    Args:
        found: The units.
        loaded: The constants among which those of the units in the outermost one are.
    """
    yield [found.code]
    outer: list[Sequence[Any]] = [loaded]
    candidates: dict[int, _Candidates] = {}
    for unit in found.units[1:]:
        if unit.parent not in candidates:
            candidates[unit.parent] = _Candidates(outer[unit.parent])
        fitting = [code for code in candidates[unit.parent].of(unit) if _became(unit, code)]
        outer.append(fitting[0].co_consts if len({_tables(code) for code in fitting}) == 1 else ())
        yield fitting


class _Candidates:
    """Code objects among constants, by the first place in the source that they have."""

    def __init__(self, consts: Sequence[Any]) -> None:
        self.found: dict[locations.Position | None, list[types.CodeType]] = {}
        for const in consts:
            if type(const) is types.CodeType:
                first = next((position for position in locations.positions(const) if _is_exact(position)), None)
                self.found.setdefault(first, []).append(const)

    def of(self, unit: codegen.Unit) -> Iterator[types.CodeType]:
        places = {row.position for row in unit.rows if _is_exact(row.position)}
        for place in (None, *places):
            found = self.found.get(place, [])
            # nobody writes that many functions in one place: it would take time in their square
            yield from found if len(found) <= _AT_ONE_PLACE else ()


_AT_ONE_PLACE = 100


def _is_exact(position: locations.Position) -> bool:
    # RESUME is at column 0 of the first line, whatever is there
    return bool(position[0]) and position[2] is not None and position[2:] != (0, 0)


def _tables(code: types.CodeType) -> tuple[object, ...]:
    return code.co_name, code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars


def _became(unit: codegen.Unit, code: types.CodeType) -> bool:
    """Whether a code object can have been made of a unit: it begins there and has no other positions."""
    if _first_line(unit, code) != code.co_firstlineno:
        return False
    emitted = {row.position for row in unit.rows}
    # the assembler adds instructions that have a line alone
    return all(position in emitted or position[2] is None for position in set(locations.positions(code)))


def _first_line(unit: codegen.Unit, code: types.CodeType | None) -> int:
    """The line of the first RESUME; it may have none, then that of the code object."""
    first = next((row for row in unit.rows if codegen.name_of(row.op) == "RESUME"), None)
    line = None if first is None else first.position[0]
    return line if line is not None else code.co_firstlineno if code is not None else 0


def _made(unit: codegen.Unit, nested: Sequence[int], names: Mapping[int, str]) -> dict[int, str]:
    """Constant → text, for the code objects that functions are made of: the nested units in their order."""
    made = [
        before.arg
        for before, row in pairwise(unit.rows)
        if codegen.name_of(row.op) == "MAKE_FUNCTION" and codegen.loads_constant(before.op)
    ]
    if len(nested) != len(made):
        return {}
    return {
        const: f"<code object {bounded(names[inner], TEXT_LIMIT - 14)}>"
        for inner, const in zip(nested, made, strict=True)
        if const is not None and inner in names
    }


def _literals(tree: ast.AST) -> dict[locations.Position, Any]:
    """Position of a literal → its value, where the compiler loads it as it is."""
    found: dict[locations.Position, Any] = {}
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Constant):
            position = (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
            found[position] = None if position in found else (node.value,)
        pending += _loaded(node)
    return {position: value[0] for position, value in found.items() if value is not None}


def _loaded(node: ast.AST) -> Iterator[ast.AST]:
    # annotations may be compiled to text, and the compiler takes the indentation off a docstring
    skipped = {"annotation", "returns"}
    for field in node._fields:
        value = getattr(node, field, None)
        items = value if type(value) is list else () if field in skipped else (value,)
        docstring = field == "body" and isinstance(node, _BLOCKS)
        for item in items[1:] if docstring and items and isinstance(items[0], ast.Expr) else items:
            if isinstance(item, ast.AST):
                yield item


def _consts(rows: Sequence[codegen.Row], literals: Mapping[locations.Position, Any], ends: bool) -> dict[int, Any]:
    """Index of a constant → its value, for what is loaded exactly where a literal is, always the same one."""
    found: dict[int, dict[bytes, Any]] = {}
    for row in rows:
        if row.arg is not None and codegen.loads_constant(row.op) and row.position in literals:
            value = literals[row.position]
            found.setdefault(row.arg, {})[marshal.dumps(value, _PLAIN)] = value
    last = _last_constant(rows)
    if ends and last is not None:
        found.setdefault(last, {})[marshal.dumps(None, _PLAIN)] = None
    single = {index: values for index, values in found.items() if len(values) == 1}
    return {index: value for index, values in single.items() for value in values.values()}


def _ends_in_none(found: codegen.Sequences) -> bool:
    """Whether the outermost unit, whose constants are known, ends with the return of None that nobody wrote."""
    last = _last_constant(found.units[0].rows)
    consts = found.consts or ()
    return last is not None and last < len(consts) and consts[last] is None


def _last_constant(rows: Sequence[codegen.Row]) -> int | None:
    """What the last two rows return, where they load a constant and come from no place in the source."""
    if len(rows) < 2 or rows[-2].position[0] or rows[-1].position[0]:
        return None
    loads = codegen.loads_constant(rows[-2].op) and codegen.name_of(rows[-1].op) == "RETURN_VALUE"
    return rows[-2].arg if loads else None


class _Texts:
    """What the arguments of one unit stand for."""

    def __init__(
        self,
        code: types.CodeType | None,
        consts: Sequence[Any] | None,
        literals: Mapping[int, Any],
        made: Mapping[int, str],
    ) -> None:
        self.consts = consts
        self.literals = literals
        self.made = made
        self.names = [] if code is None else list(code.co_names)
        self.variables = [] if code is None else opcodes.variable_names(code)
        self.cells = [] if code is None else codegen.cell_names(code)

    def of(self, row: codegen.Row) -> str:
        if row.arg is None:
            return ""
        if codegen.loads_constant(row.op):
            return self._constant(row.arg)
        try:
            return bounded(codegen.argument_text(row.op, row.arg, self.variables, self.cells, self.names), TEXT_LIMIT)
        except IndexError:
            return ""

    def _constant(self, index: int) -> str:
        if self.consts is not None:
            return constant_text(self.consts[index]) if index < len(self.consts) else ""
        if index in self.literals:
            return constant_text(self.literals[index])
        return self.made.get(index, "")


def _instructions(rows: Sequence[codegen.Row], texts: _Texts, lines: Lines) -> tuple[Instruction, ...]:
    targets = sorted({row.arg for row in rows if row.arg is not None and codegen.has_target(row.op)})
    labels = {target: f"L{number}" for number, target in enumerate(targets, 1)}
    return tuple(
        Instruction(
            name=codegen.name_of(row.op),
            arg=row.arg,
            operand=codegen.operand(row.op),
            text=texts.of(row),
            label=labels.get(index, ""),
            target=labels.get(row.arg, "") if row.arg is not None and codegen.has_target(row.op) else "",
            span=_span(row, lines),
        )
        for index, row in enumerate(rows)
    )


def _span(row: codegen.Row, lines: Lines) -> Span | None:
    line, end_line, column, end_column = row.position
    if not line:
        return None
    return lines.span(line, end_line or line, column, end_column)
