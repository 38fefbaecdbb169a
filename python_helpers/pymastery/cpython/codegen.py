"""What the compiler makes on the way to a code object, as far as this interpreter shows it.

Three things differ. The tree after the tree's optimiser can be had from 3.13 on. The instructions
before optimisation can be had from 3.12 on, through functions that CPython keeps for its own tests;
they run in a separate process (`codegen_process`), so that a kernel never depends on them. And
instructions that are not assembled yet have opcodes of their own, above 255, and other arguments.
"""

from __future__ import annotations

import ast
import dis
import io
import marshal
import subprocess
import sys
import types
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pymastery.cpython import locations, opcodes
from pymastery.interpreter import interpreter

SECONDS = 10.0
"""How long the separate process may take."""

_SCRIPT = Path(__file__).with_name("codegen_process.py")
_OPTIMISED: int | None = getattr(ast, "PyCF_OPTIMIZED_AST", None)
_TARGETED = frozenset((*dis.hasjrel, *dis.hasjabs, *getattr(dis, "hasexc", ())))
_ARGUMENTS = frozenset(getattr(dis, "hasarg", range(dis.HAVE_ARGUMENT, 256))) | _TARGETED


@dataclass(frozen=True)
class Row:
    """One instruction that is not assembled yet.

    Attributes:
        op: Opcode; above 255 for one that no code object has.
        arg: None where the opcode takes none; for a jump, the index of its target's row.
        position: As `co_positions()` yields it; all None where the compiler gave none.
    """

    op: int
    arg: int | None
    position: locations.Position


@dataclass(frozen=True)
class Unit:
    """The instructions of what becomes one code object.

    Attributes:
        parent: Index of the unit it is nested in, -1 for the outermost.
        rows: In the order they were emitted, as many as were asked for.
        total: How many there are.
    """

    parent: int
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True)
class Sequences:
    """What the compiler made of a text before it assembled code objects.

    Attributes:
        code: The code object that the same process compiled from the text.
        units: Before optimisation, the outermost first.
        consts: What LOAD_CONST of the outermost unit indexes, None where this interpreter does not say.
        optimised: The outermost unit after the optimiser, None where it cannot be had.
        optimised_consts: What LOAD_CONST of `optimised` indexes.
        notice: Why there is no `optimised`, "" where there is.
    """

    code: types.CodeType
    units: tuple[Unit, ...]
    consts: tuple[Any, ...] | None
    optimised: Unit | None
    optimised_consts: tuple[Any, ...]
    notice: str


def parsed_tree(text: str, filename: str, mode: str) -> ast.AST:
    """Return the tree as parsed.

    Raises:
        Exception: What `compile()` raises for the text.
    """
    tree: ast.AST = compile(text, filename, mode, ast.PyCF_ONLY_AST, dont_inherit=True)
    return tree


def optimised_tree(text: str, filename: str, mode: str) -> ast.AST | None:
    """Return the tree after the tree's optimiser, None where this interpreter does not give it.

    Raises:
        Exception: What `compile()` raises for the text.
    """
    if _OPTIMISED is None:
        return None
    tree: ast.AST = compile(text, filename, mode, _OPTIMISED, dont_inherit=True)
    return tree


@cache
def folds_in_tree() -> bool | None:
    """Return whether the tree's optimiser computes `2 ** 10`, None where that cannot be seen."""
    tree = optimised_tree("2 ** 10", "", "eval")
    return None if tree is None else isinstance(getattr(tree, "body", None), ast.Constant)


@cache
def unavailable() -> str | None:
    """Return why no instructions can be seen before optimisation on this interpreter, None where they may be."""
    has_module = sys.version_info >= (3, 12) and find_spec("_testinternalcapi") is not None
    return None if has_module else _not_offered()


def _not_offered() -> str:
    return (
        f"The instructions before optimisation cannot be seen here: {_name()} has no "
        "_testinternalcapi.compiler_codegen (CPython 3.12 and later have it, where the modules "
        "of its own tests are installed)."
    )


_NOT_OPTIMISED = "The instructions after the optimiser, before they are assembled, cannot be seen here: " + (
    "the function that CPython has for them loses the handlers of exceptions before 3.13."
    if sys.version_info < (3, 13)
    else "they were asked for in vain."
)


def generate(text: str, filename: str, mode: str, limit: int) -> Sequences | str:
    """Return what the compiler emits for a text that compiles, or a sentence that says why it cannot be seen.

    Args:
        text: The source.
        filename: What the compiler is told.
        mode: "exec", "eval" or "single".
        limit: How many rows are wanted; units after that have none.
    """
    found = unavailable() or _ask(text, filename, mode, limit)
    if isinstance(found, str):
        return found
    first, second = found
    if not first or first[0] != sys.version:
        return f"The instructions before optimisation cannot be seen: a second {_name()} was asked in vain."
    if first[1] is None:
        return _not_offered()
    code, units, consts = first[1]
    return Sequences(
        code=code,
        units=tuple(Unit(parent, _rows(rows), total) for parent, rows, total in units),
        consts=None if consts is None else tuple(consts),
        optimised=Unit(-1, _rows(second[0]), second[1]) if second else None,
        optimised_consts=tuple(second[2]) if second else (),
        notice="" if second else _NOT_OPTIMISED,
    )


def _ask(text: str, filename: str, mode: str, limit: int) -> tuple[tuple[Any, ...], tuple[Any, ...]] | str:
    """Both answers of the process, empty where it ended before, or a sentence where it cannot run."""
    if getattr(sys, "frozen", False) or not _program().startswith("python"):
        # sys.executable of a program that embeds Python may be that program
        return "The instructions before optimisation cannot be seen: this program does not say which python it is."
    command = [sys.executable, "-I", "-S", "-B", "-W", "ignore", str(_SCRIPT)]
    request = marshal.dumps((text, filename, mode, sys.flags.optimize, limit))
    try:
        # S603: the interpreter that runs now and a file of ours; the text is data on its standard input
        done = subprocess.run(  # noqa: S603
            command, input=request, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"The instructions before optimisation cannot be seen: no second {_name()} ({type(error).__name__})."
    answers = io.BytesIO(done.stdout)
    return _answer(answers), _answer(answers)


def _answer(answers: io.BytesIO) -> tuple[Any, ...]:
    try:
        found = marshal.load(answers)  # noqa: S302 - written by our own process
    except (EOFError, ValueError, TypeError):
        return ()
    return found if type(found) is tuple else ()


def _program() -> str:
    return Path(sys.executable or "").name.lower()


def _name() -> str:
    return interpreter().name


def _rows(rows: Sequence[Sequence[Any]]) -> tuple[Row, ...]:
    return tuple(
        Row(op, arg if op in _ARGUMENTS else None, _position(line, end_line, column, end_column))
        for op, arg, line, end_line, column, end_column in rows
    )


def _position(line: int, end_line: int, column: int, end_column: int) -> locations.Position:
    # negative where there is none; line 0 is the RESUME of a module, before the first line
    if line < 0:
        return None, None, None, None
    return (line, end_line, None, None) if column < 0 else (line, end_line, column, end_column)


def name_of(op: int) -> str:
    """Return the name of an opcode, of those that no code object has too."""
    return dis.opname[op] if op < len(dis.opname) else ""


def has_target(op: int) -> bool:
    """Return whether the argument is the row of a jump's target or of a handler."""
    return op in _TARGETED


def loads_constant(op: int) -> bool:
    """Return whether the argument is an index into the constants."""
    return op < 256 and op in dis.hasconst and opcodes.shows_constant(op)


def cell_names(code: types.CodeType) -> list[str]:
    """Return what the arguments of rows that use cells index, empty where it cannot be told.

    The compiler numbers the cells of a function in the order of their names, the free variables
    after them; only the assembler puts a cell that is an argument where the argument is.
    Source: dictbytype() in Python/compile.c, fix_cell_offsets() in Python/flowgraph.c.
    """
    local = set(opcodes.variable_names(code)[: code.co_nlocals])
    cells = list(code.co_cellvars)
    if local.intersection(cells):
        ordered = sorted(cells)
        if [cell for cell in ordered if cell not in local] != [cell for cell in cells if cell not in local]:
            return []
        cells = ordered
    return [*cells, *code.co_freevars]


def operand(op: int) -> str:
    """Return what the argument of a row stands for, in the words of `opcodes.operand`."""
    if op < 256:
        return opcodes.operand(op)
    if has_target(op):
        return "jump"
    # the assembler makes of it a LOAD_FAST, whose argument counts all variables
    if name_of(op) == "LOAD_CLOSURE":
        return "cell"
    kinds = (("attribute", dis.hasname), ("local", dis.haslocal), ("number", _ARGUMENTS))
    return next((kind for kind, members in kinds if op in members), "none")


def argument_text(op: int, arg: int, variables: Sequence[str], cells: Sequence[str], names: Sequence[str]) -> str:
    """Return what an argument of a row that loads no constant stands for, "" where that is not known.

    Args:
        op: Opcode of the row.
        arg: Its argument.
        variables: What `opcodes.variable_names()` gives for the code object.
        cells: What `cell_names()` gives for it.
        names: Its `co_names`.

    Raises:
        IndexError: Where these are not the names of the row's code object.
    """
    if has_target(op):
        return ""
    if op > 255:
        name = name_of(op)
        return cells[arg] if name == "LOAD_CLOSURE" else variables[arg] if "_FAST" in name else ""
    if name_of(op) == "LOAD_SMALL_INT":  # 3.14+: the argument is the value
        return str(arg)
    kind = opcodes.operand(op)
    if kind in ("name", "attribute"):
        forms = opcodes.name_forms(op)
        before, after = forms[arg % len(forms)]
        return f"{before}{names[arg // len(forms)]}{after}"
    if kind == "local":
        if opcodes.names_two_locals(op):
            return f"{variables[arg >> 4]}, {variables[arg & 15]}"
        return variables[arg]
    return cells[arg] if kind == "cell" else opcodes.meaning(op, arg)
