"""One code object row by row: what `pm.bytecode(f).instructions` is made of, and the static forms."""

from __future__ import annotations

import types
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from pymastery.bytecode.blocks import jump_targets, labels
from pymastery.bytecode.facts import EDGE_KINDS, Code, Disassembly
from pymastery.bytecode.units import split
from pymastery.cpython import caches, flow, locations, opcodes


class Position(NamedTuple):
    """Where an instruction comes from, as `co_positions()` says: None where it is not known.

    Attributes:
        lineno: Line, from 1; 0 is before the first line.
        end_lineno: Line in which it ends.
        col_offset: Column, from 0, in bytes of the line in UTF-8.
        end_col_offset: Column past its end.
    """

    lineno: int | None
    end_lineno: int | None
    col_offset: int | None
    end_col_offset: int | None


class Cache(NamedTuple):
    """One field of the inline caches after an instruction.

    Attributes:
        name: As Python/bytecodes.c calls it.
        size: Entries of two bytes. What is stored in them is no part of what the compiler makes: in
            `co_code` it is always 0.
    """

    name: str
    size: int


@dataclass(frozen=True)
class Instruction:
    """One instruction.

    Attributes:
        offset: Where it begins in `co_code`, in bytes.
        opname: The name of its opcode.
        arg: Its argument with EXTENDED_ARG applied, None where it takes none.
        argrepr: What the argument stands for, as `dis` says it on this interpreter; a name or constant
            of more than 80 characters is cut, and a code object has no address.
        position: Where it comes from.
        caches: The fields of the inline caches that follow it.
        target: The offset that it jumps to, None where it does not jump.
        stack_before: Slots of the stack in use before it, None where control cannot come.
        stack_after: Slots in use after it where control goes on to the next instruction; to the target
            where it always jumps; what is left where control leaves the code object.
        stack_after_jump: Slots in use where the jump is taken, None where there is none to take.
        label: "L1" where something refers to it, else "".
    """

    offset: int
    opname: str
    arg: int | None
    argrepr: str
    position: Position
    caches: tuple[Cache, ...]
    target: int | None
    stack_before: int | None
    stack_after: int | None
    stack_after_jump: int | None
    label: str


class Edge(NamedTuple):
    """An edge of the control-flow graph, as the block that it leaves has it.

    Attributes:
        kind: "next", "jump", "taken", "not taken", "exception", or "setup": control does not take that,
            it says where SETUP_FINALLY and its like (before 3.11) put the handler.
        block: The index of the block it leads to.
    """

    kind: str
    block: int


@dataclass(frozen=True)
class Block:
    """A basic block: instructions that run one after the other.

    Attributes:
        index: Its place in the code object, from 0.
        start: The offset of its first instruction, in bytes.
        end: The offset past its last one.
        instructions: What it holds.
        edges: Where control goes from here.
        reachable: Whether control can come here.
    """

    index: int
    start: int
    end: int
    instructions: tuple[Instruction, ...]
    edges: tuple[Edge, ...]
    reachable: bool


class ExceptionEntry(NamedTuple):
    """An entry of the exception table, or before 3.11 what the block stack says.

    Attributes:
        start: The offset of the first instruction guarded, in bytes.
        end: The offset past the last one.
        target: The offset of the handler.
        depth: How many slots of the stack are kept.
        lasti: Whether the offset of the instruction that raised is pushed below the exception.
    """

    start: int
    end: int
    target: int
    depth: int
    lasti: bool


class Listing:
    """One code object, row by row; what is asked for is worked out at the first look.

    An instruction is asked for by its index, from 0, with EXTENDED_ARG counted and caches not. What is told
    of an instruction counts bytes of `co_code`, as `dis` does: `Instruction.offset` and `.target`, the
    bounds of blocks and of the exception table. `offsets` leads from an index to an offset.

    A jump has no meaning of its own (`meaning` returns ""), since its argument is a distance. Where it leads
    is `Instruction.target`, and `Instruction.argrepr` says that as `dis` does on this interpreter: "to L1",
    before 3.13 "to 28". The static forms say "to L1" everywhere, in the column of meanings.

    Args:
        facts: All that is known of the subject.
        code: One of its code objects.
    """

    def __init__(self, facts: Disassembly, code: Code) -> None:
        self._facts = facts
        self._code = code

    def __repr__(self) -> str:
        return f"<bytecode of {self.qualname}: {len(self._code.ops)} instructions>"

    @property
    def code(self) -> types.CodeType:
        """The code object."""
        return self._code.code

    @property
    def name(self) -> str:
        """`co_name`."""
        return self._facts.texts[self._code.name]

    @property
    def qualname(self) -> str:
        """`co_qualname`, before 3.11 the name."""
        return self._facts.texts[self._code.qualname]

    @property
    def level(self) -> int:
        """How many code objects it is nested in."""
        return self._code.level

    @property
    def count(self) -> int:
        """How many instructions it has, EXTENDED_ARG included, those that are not listed too."""
        return len(split(self._code.code.co_code).ops)

    @property
    def stack_size(self) -> int:
        """`co_stacksize`, in slots."""
        return self._code.code.co_stacksize

    @property
    def flags(self) -> str:
        """Names of the bits of `co_flags`."""
        return self._facts.texts[self._code.flags]

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Index of an instruction → its offset in bytes; one more, the end."""
        return tuple(accumulate((opcodes.STEP[op] for op in self._code.ops), initial=0))

    @cached_property
    def _labels(self) -> dict[int, str]:
        return labels(self._targets, self._code.exceptions)

    @cached_property
    def _targets(self) -> dict[int, int]:
        return jump_targets(self._code.starts, self._code.edges, len(self._code.ops))

    def label_at(self, offset: int) -> str:
        """Return the label, such as "L1", of an offset in bytes or of the end; "" where nothing refers to it."""
        index = bisect_left(self.offsets, offset)
        return self._labels.get(index, "") if self.offsets[index : index + 1] == (offset,) else ""

    def opname(self, index: int) -> str:
        """Return the name of the opcode of an instruction, as compiled."""
        return opcodes.name_of(self._code.ops[index])

    def nested(self, index: int) -> int | None:
        """Return the index, among the subject's code objects, of what an instruction loads; None for no code object."""
        op, arg = self._code.ops[index], self._code.args[index]
        if opcodes.table_of(op) == "consts" and arg < len(self._code.consts) and self._code.consts[arg] < 0:
            return -1 - self._code.consts[arg]
        return None

    @cached_property
    def instructions(self) -> tuple[Instruction, ...]:
        """Every instruction, EXTENDED_ARG included."""
        return tuple(self.each())

    def each(self) -> Iterator[Instruction]:
        """Yield the instructions one by one, for who needs the first ones only."""
        where = locations.positions(self._code.code)
        return (self._instruction(index, where) for index in range(len(self._code.ops)))

    def _instruction(self, index: int, where: list[locations.Position]) -> Instruction:
        op, arg = self._code.ops[index], self._code.args[index]
        offset, target, before = self.offsets[index], self._targets.get(index), self._code.depths[index]
        line, end_line, column, end_column = where[offset >> 1]
        jumped = None if target is None or before < 0 else before + flow.jump_effect(op, arg)
        after = None if before < 0 else before + flow.effect(op, arg)
        return Instruction(
            offset=offset,
            opname=opcodes.name_of(op),
            arg=arg if opcodes.HAS_ARGUMENT[op] else None,
            argrepr=self._argrepr(index, op, arg),
            position=Position(line, end_line, column, end_column),
            caches=tuple(Cache(field.name, field.words) for field in caches.fields(opcodes.name_of(op))),
            target=None if target is None else self.offsets[target],
            stack_before=None if before < 0 else before,
            stack_after=jumped if flow.flow(op) == "jump" else after,
            stack_after_jump=None if flow.flow(op) == "setup" else jumped,
            label=self._labels.get(index, ""),
        )

    def _argrepr(self, index: int, op: int, arg: int) -> str:
        target = self._targets.get(index)
        if target is not None:
            return f"to {self._labels[target]}" if opcodes.JUMPS_TO_LABELS else f"to {self.offsets[target]}"
        rule = opcodes.jump(op)
        if rule is None or rule.lands:
            return self.meaning(index)
        offset = rule.target(self.offsets[index], arg)
        origin = self.label_at(offset)
        return f"from {origin}" if origin else ""

    def meaning(self, index: int) -> str:
        """Return what the argument of an instruction stands for; "" for a jump, whose target is not its argument."""
        op, arg = self._code.ops[index], self._code.args[index]
        table = opcodes.table_of(op)
        if not opcodes.HAS_ARGUMENT[op] or (table == "" and not opcodes.has_meaning(op)):
            return ""
        if not table:
            return opcodes.meaning(op, arg)
        try:
            return self._looked_up(op, arg, table)
        except IndexError:  # a code object that someone put together wrongly
            return ""

    def _looked_up(self, op: int, arg: int, table: str) -> str:
        texts = self._facts.texts
        if table == "consts":
            place = self._code.consts[arg]
            name = self._facts.codes[-1 - place].code.co_name if place < 0 else ""
            return texts[place] if place >= 0 else f"<code object {name}>"
        if table == "names":
            forms = opcodes.name_forms(op)
            before, after = forms[arg % len(forms)]
            return f"{before}{texts[self._code.names[arg // len(forms)]]}{after}"
        variables = self._code.variables if table == "variables" else self._code.cells
        if opcodes.names_two_locals(op):
            return f"{texts[variables[arg >> 4]]}, {texts[variables[arg & 15]]}"
        return texts[variables[arg]]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The basic blocks, in the order of the code."""
        starts, count = self._code.starts, len(self._code.ops)
        edges: list[list[Edge]] = [[] for _ in starts]
        numbers = iter(self._code.edges)
        for start, end, kind in zip(numbers, numbers, numbers, strict=True):
            edges[start].append(Edge(EDGE_KINDS[kind], end))
        return tuple(
            Block(
                index=index,
                start=self.offsets[first],
                end=self.offsets[past],
                instructions=self.instructions[first:past],
                edges=tuple(edges[index]),
                reachable=self._code.depths[first] >= 0,
            )
            for index, (first, past) in enumerate(pairwise([*starts, count]))
        )

    @cached_property
    def exception_entries(self) -> tuple[ExceptionEntry, ...]:
        """The entries of the exception table, in its order."""
        return tuple(
            ExceptionEntry(self.offsets[start], self.offsets[end], self.offsets[handler], depth, bool(lasti))
            for start, end, handler, depth, lasti in self._code.exceptions
        )


def listings(facts: Disassembly) -> tuple[Listing, ...]:
    """Return a listing of each code object, in the order of the facts."""
    return tuple(Listing(facts, code) for code in facts.codes)
