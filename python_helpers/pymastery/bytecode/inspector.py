"""Facts about code objects: instructions, positions, jumps and exception table, decoded in bulk.

Nothing of the learner's runs: a function is only asked for its code object, text is compiled and
not executed. The numbers are those of `dis`; they are read from `co_code` a code object at a time
because `dis` makes an object for each instruction.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pymastery.bytecode.source import Columns, Source, source_of
from pymastery.cpython import opcodes
from pymastery.describe import bounded, describe
from pymastery.interpreter import unknown_notice

LIMIT = 20_000
"""Instructions shown at most, all code objects together."""

TEXT_LIMIT = 80
"""Characters of a name or of a constant."""

NAMES_LIMIT = 1_000
"""Names or constants listed of one code object; an instruction's own are always shown."""

NO_SPAN = -1


@dataclass(frozen=True)
class Opcode:
    """One opcode of the table that columns index.

    Attributes:
        name: As in `dis.opname`.
        operand: What its argument stands for; the words are in the schema.
        caches: Inline cache entries (2 bytes each) that follow the instruction.
    """

    name: str
    operand: str
    caches: int


@dataclass(frozen=True)
class Code:
    """One code object; each column has one number an instruction, EXTENDED_ARG included.

    Attributes:
        name: `co_name`.
        qualname: `co_qualname`, or the name before 3.11.
        first_line: `co_firstlineno`.
        flags: Names of the bits of `co_flags`.
        arguments: How many of `locals` are arguments.
        stack_size: `co_stacksize`, in slots.
        consts: Index into the texts of each constant; names, locals, cells and frees likewise.
        positions: "columns", "lines" or "none": how exact the spans are.
        opcode: Index into the opcodes.
        arg: The argument with EXTENDED_ARG applied, -1 for none.
        text: Index into the texts, -1 for none.
        span: Index into spans, -1 for none.
        spans: Line, column, end line, end column; columns are code points, -1 where not known.
        jumps: Index of a jump, index of its target.
        nested: Index of the instruction that loads a code object, index into the codes.
        exceptions: First instruction, the one past the last, handler, stack depth, lasti (0 or 1).
    """

    name: str
    qualname: str
    first_line: int
    flags: tuple[str, ...]
    arguments: int
    stack_size: int
    consts: tuple[int, ...]
    names: tuple[int, ...]
    locals: tuple[int, ...]
    cells: tuple[int, ...]
    frees: tuple[int, ...]
    positions: str
    opcode: tuple[int, ...]
    arg: tuple[int, ...]
    text: tuple[int, ...]
    span: tuple[int, ...]
    spans: tuple[tuple[int, int, int, int], ...]
    jumps: tuple[tuple[int, int], ...]
    nested: tuple[tuple[int, int], ...]
    exceptions: tuple[tuple[int, int, int, int, int], ...]


@dataclass(frozen=True)
class Disassembly:
    """Everything that is shown of one subject.

    Attributes:
        subject: What was given, in words.
        source: The lines that the spans point into, None where they cannot be had.
        notices: Sentences on what is not shown here, and why.
        opcodes: The opcodes that occur.
        texts: What the arguments stand for, names and constants, each once.
        codes: The outermost code object first, nested ones in first-visit order.
        total: Instructions there are; more than are shown where the listing is cut.
    """

    subject: str
    source: Source | None
    notices: tuple[str, ...]
    opcodes: tuple[Opcode, ...]
    texts: tuple[str, ...]
    codes: tuple[Code, ...]
    total: int

    @property
    def shown(self) -> int:
        """Instructions in `codes`."""
        return sum(len(code.opcode) for code in self.codes)


def disassemble(subject: str, code: types.CodeType, text: str | None = None) -> Disassembly:
    """Return the facts about `code` and the code objects in its constants.

    Args:
        subject: What was given, in words.
        code: The outermost code object.
        text: Its source where the caller compiled it; otherwise it is looked up by file name.
    """
    every = list(_visit(code))
    source, missing = source_of(every, text)
    notices = [notice for notice in (unknown_notice(), missing) if notice]
    tables = _Tables()
    columns = Columns(source)
    decoded: list[tuple[Code, list[tuple[int, int]]]] = []
    room, total = LIMIT, 0
    for each in every:
        units = _units(each.co_code)
        total += len(units)
        if room or not decoded:
            decoded.append(_decode(each, units[:room], tables, columns))
            room -= min(room, len(units))
    places = {id(each): place for place, each in enumerate(every[: len(decoded)])}
    return Disassembly(
        subject=subject,
        source=source,
        notices=tuple(notices),
        opcodes=tuple(Opcode(opcodes.name_of(op), opcodes.operand(op), opcodes.CACHES[op]) for op in tables.ops),
        texts=tuple(tables.texts),
        codes=tuple(replace(facts, nested=_nested(loaded, places)) for facts, loaded in decoded),
        total=total,
    )


def labels(code: Code) -> dict[int, str]:
    """Return the label of each instruction that is referred to: "L1", "L2" … in order, as in 3.13's dis.

    What jumps refer to is labelled, and the bounds and handlers of the exception table.
    """
    targets = {target for _, target in code.jumps}
    targets.update(index for entry in code.exceptions for index in entry[:3])
    return {index: f"L{number}" for number, index in enumerate(sorted(targets), start=1)}


def _visit(code: types.CodeType) -> Iterator[types.CodeType]:
    """Yield `code` and every code object in its constants, each once, an outer before its inner."""
    seen: set[int] = set()
    pending = [code]
    while pending:
        each = pending.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            pending.extend(const for const in reversed(each.co_consts) if type(const) is types.CodeType)


def _nested(loaded: Iterable[tuple[int, int]], places: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((index, places[key]) for index, key in loaded if key in places)


def _units(code: bytes) -> list[int]:
    """Offsets of the instructions: what is between them are inline caches."""
    step, offset, end = opcodes.STEP, 0, len(code)
    units = []
    while offset < end:
        units.append(offset)
        offset += step[code[offset]]
    return units


class _Tables:
    """What all code objects share: the numbers in their columns index these."""

    def __init__(self) -> None:
        self.ops: dict[int, int] = {}
        self.texts: dict[str, int] = {}

    def op(self, op: int) -> int:
        return self.ops.setdefault(op, len(self.ops))

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts)) if text else -1

    def listed(self, items: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.texts.setdefault(item, len(self.texts)) for item in items)


class _Arguments(dict[tuple[int, int], int]):
    """(opcode, argument) → index into the texts, worked out at the first look-up."""

    def __init__(self, code: types.CodeType, tables: _Tables) -> None:
        super().__init__()
        self.code = code
        self.tables = tables
        self.variables = opcodes.variable_names(code)
        self.cells = opcodes.cell_names(code)

    def __missing__(self, key: tuple[int, int]) -> int:
        try:
            text = self._text(*key)
        except IndexError:  # a code object that someone put together wrongly
            text = ""
        self[key] = index = self.tables.text(text)
        return index

    def _text(self, op: int, arg: int) -> str:
        kind = opcodes.operand(op)
        if kind == "const" and opcodes.shows_constant(op):
            return constant_text(self.code.co_consts[arg])
        if kind in ("name", "attribute"):
            forms = opcodes.name_forms(op)
            before, after = forms[arg % len(forms)]
            return f"{before}{bounded(self.code.co_names[arg // len(forms)], TEXT_LIMIT)}{after}"
        if kind == "local":
            if opcodes.names_two_locals(op):
                return f"{self._variable(arg >> 4)}, {self._variable(arg & 15)}"
            return self._variable(arg)
        if kind == "cell":
            return bounded(self.cells[arg], TEXT_LIMIT)
        return "" if kind == "jump" else opcodes.meaning(op, arg)

    def _variable(self, index: int) -> str:
        return bounded(self.variables[index], TEXT_LIMIT)


class _Spans(dict[opcodes.Position, int]):
    """Position → index into the spans, -1 where it points at nothing in the source."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self.columns = columns
        self.spans: dict[tuple[int, int, int, int], int] = {}

    def __missing__(self, position: opcodes.Position) -> int:
        line, end_line, column, end_column = position
        # line 0 is the RESUME of a module: it comes before the first line
        if not line:
            index = NO_SPAN
        else:
            span = self.columns.span(line, end_line or line, column, end_column)
            index = self.spans.setdefault(span, len(self.spans))
        self[position] = index
        return index

    def exactness(self) -> str:
        if any(column >= 0 for _, column, _, _ in self.spans):
            return "columns"
        return "lines" if self.spans else "none"


def constant_text(value: object) -> str:
    """Return `repr(value)` of a constant, at most TEXT_LIMIT characters."""
    if type(value) is types.CodeType:
        return f"<code object {bounded(value.co_name, TEXT_LIMIT - 14)}>"
    if type(value) is slice:  # 3.14+ keeps slices of constants
        parts = ", ".join(describe(part, TEXT_LIMIT // 3) for part in (value.start, value.stop, value.step))
        return f"slice({parts})"
    return describe(value, TEXT_LIMIT)


def _decode(
    code: types.CodeType, units: list[int], tables: _Tables, columns: Columns
) -> tuple[Code, list[tuple[int, int]]]:
    """Facts of the instructions at the offsets `units`, and which of them load a code object (by id)."""
    raw = code.co_code
    ops = [raw[offset] for offset in units]
    args = _arguments(ops, [raw[offset + 1] for offset in units])
    texts, spans = _Arguments(code, tables), _Spans(columns)
    where = opcodes.positions(code)
    span = tuple([spans[where[offset >> 1]] for offset in units])
    op_index = {op: tables.op(op) for op in dict.fromkeys(ops)}
    index_of = {offset: index for index, offset in enumerate(units)}
    facts = Code(
        name=bounded(code.co_name, TEXT_LIMIT),
        qualname=bounded(getattr(code, "co_qualname", code.co_name), TEXT_LIMIT),
        first_line=code.co_firstlineno,
        flags=tuple(name for bit, name in opcodes.FLAG_NAMES.items() if code.co_flags & bit),
        arguments=_argument_count(code),
        stack_size=code.co_stacksize,
        consts=tables.listed(constant_text(const) for const in code.co_consts[:NAMES_LIMIT]),
        names=tables.listed(_bounded(code.co_names)),
        locals=tables.listed(_bounded(code.co_varnames)),
        cells=tables.listed(_bounded(code.co_cellvars)),
        frees=tables.listed(_bounded(code.co_freevars)),
        positions=spans.exactness(),
        opcode=tuple([op_index[op] for op in ops]),
        arg=tuple(args),
        text=tuple([-1 if arg < 0 else texts[op, arg] for op, arg in zip(ops, args, strict=True)]),
        span=span,
        spans=tuple(spans.spans),
        jumps=tuple(_jumps(ops, args, units, index_of)),
        nested=(),
        exceptions=tuple(_exceptions(code, units, index_of)),
    )
    return facts, _loads(code, ops, args)


def _bounded(names: tuple[str, ...]) -> Iterator[str]:
    return (bounded(name, TEXT_LIMIT) for name in names[:NAMES_LIMIT])


def _argument_count(code: types.CodeType) -> int:
    stars = sum(bool(code.co_flags & bit) for bit in (0x04, 0x08))  # CO_VARARGS, CO_VARKEYWORDS
    return code.co_argcount + code.co_kwonlyargcount + stars


def _arguments(ops: list[int], units: list[int]) -> list[int]:
    """Arguments with EXTENDED_ARG applied, as dis counts them, -1 for none."""
    takes = opcodes.HAS_ARGUMENT
    args = [unit if takes[op] else -1 for op, unit in zip(ops, units, strict=True)]
    if opcodes.EXTENDED_ARG in ops:
        high = 0
        for index, op in enumerate(ops):
            if takes[op]:
                args[index] = value = (units[index] | high) & 0x7FFFFFFF
                high = value << 8 if op == opcodes.EXTENDED_ARG else 0
            else:
                high = 0
    return args


def _jumps(ops: list[int], args: list[int], units: list[int], index_of: dict[int, int]) -> Iterator[tuple[int, int]]:
    rules = {op: opcodes.jump(op) for op in dict.fromkeys(ops)}
    jumping = {op: rule for op, rule in rules.items() if rule is not None and rule.lands}
    for index, op in enumerate(ops):
        if op in jumping:
            target = index_of.get(jumping[op].target(units[index], args[index]))
            if target is not None:
                yield index, target


def _exceptions(
    code: types.CodeType, units: list[int], index_of: dict[int, int]
) -> Iterator[tuple[int, int, int, int, int]]:
    past = {len(code.co_code): len(units)} | index_of
    for start, end, handler, depth, lasti in opcodes.exception_table(code):
        if start in index_of and end in past and handler in index_of:
            yield index_of[start], past[end], index_of[handler], depth, int(lasti)


def _loads(code: types.CodeType, ops: list[int], args: list[int]) -> list[tuple[int, int]]:
    """(instruction, id of the code object that it loads)."""
    inner = {place: id(const) for place, const in enumerate(code.co_consts) if type(const) is types.CodeType}
    if not inner:
        return []
    loading = {op for op in dict.fromkeys(ops) if opcodes.operand(op) == "const" and opcodes.shows_constant(op)}
    return [(index, inner[args[index]]) for index, op in enumerate(ops) if op in loading and args[index] in inner]
