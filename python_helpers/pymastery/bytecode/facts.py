"""What is known of one subject's code objects: columns with one number an instruction, and tables."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass

from pymastery.bytecode.source import Source
from pymastery.cpython.exceptions import Entry

NEXT, JUMP, TAKEN, NOT_TAKEN, EXCEPTION, SETUP = range(6)
"""Kinds of edges of the control-flow graph, as a payload numbers them."""

EDGE_KINDS = ("next", "jump", "taken", "not taken", "exception", "setup")
"""Their names. Control does not take a "setup": it says where SETUP_FINALLY (3.10) puts the handler."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code object. Every column has one entry an instruction, EXTENDED_ARG included, caches not.

    Attributes:
        code: The code object itself.
        level: How many code objects it is nested in, 0 for an outermost one.
        name: The index into the texts of `co_name`.
        qualname: Likewise of `co_qualname`, or of the name before 3.11.
        flags: Likewise of the names of the bits of `co_flags`.
        ops: The opcode of each instruction.
        args: The argument of each with EXTENDED_ARG applied; any number where the opcode takes none.
        located: Whether its location table points into the source that is shown.
        depths: Slots of the stack in use before each, -1 where control cannot come.
        starts: The first instruction of each basic block.
        edges: From block, to block, kind of each edge between blocks, one after the other.
        exceptions: The entries of the exception table.
        consts: Of each constant, the index into the texts, or -1 minus the index of a code object.
        names: Of each of `co_names`, the index into the texts.
        variables: Likewise of what the argument of LOAD_FAST indexes.
        kinds: Of each variable: argument, local, cell, both, free or hidden (texts.KINDS).
        cells: Likewise of what LOAD_DEREF indexes, where that is another table (before 3.11).
    """

    code: types.CodeType
    level: int
    name: int
    qualname: int
    flags: int
    ops: bytes
    args: Sequence[int]
    located: bool
    depths: Sequence[int]
    starts: Sequence[int]
    edges: Sequence[int]
    exceptions: tuple[Entry, ...]
    consts: Sequence[int]
    names: Sequence[int]
    variables: Sequence[int]
    kinds: bytes
    cells: Sequence[int]


@dataclass(frozen=True)
class Disassembly:
    """Everything that is shown of one subject.

    Attributes:
        subject: What was given, in words.
        source: The lines that the places point into, None where they cannot be had.
        notices: Sentences on what is not shown here, and why.
        texts: Names and constants, each once; the tables of the code objects index these.
        codes: An outermost code object first, then the ones inside it in first-visit order.
        total: Instructions there are; more than are shown where the listing is cut.
    """

    subject: str
    source: Source | None
    notices: tuple[str, ...]
    texts: tuple[str, ...]
    codes: tuple[Code, ...]
    total: int

    @property
    def shown(self) -> int:
        """Instructions in `codes`."""
        return sum(len(code.ops) for code in self.codes)
