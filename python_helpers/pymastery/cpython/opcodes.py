"""How the running interpreter encodes instructions, learned from its own `dis`, once per opcode.

The encoding changes with every CPython: which jumps are absolute, what the low bits of an argument
mean, which opcodes have caches. Instead of a table per version, a code object of one instruction
is made and `dis` is asked what it reads there: so a new CPython is right without a change here.
Nothing is executed. The rest of the package decodes whole code objects with what was learned.
"""

from __future__ import annotations

import dis
import inspect
import opcode
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

_PAIR = 18
_SPARE = "\n ".join(f"v{i} = 0" for i in range(_PAIR))
_FUNCTION: types.CodeType = compile(f"def f():\n {_SPARE}", "", "exec").co_consts[0]
_MODULE = compile("", "", "exec")
_FIRST, _SECOND = "\x01", "\x02"
_OPTIMIZED = inspect.CO_OPTIMIZED
_JUMPS = frozenset(dis.hasjrel) | frozenset(dis.hasjabs)
_ARGUMENTS = frozenset(getattr(dis, "hasarg", range(dis.HAVE_ARGUMENT, 256)))
# 3.13 and later list LOAD_DEREF, which reads what is in a cell, among the locals
_CELLS = frozenset(dis.hasfree) | {op for op in dis.haslocal if op < 256 and dis.opname[op].endswith("_DEREF")}
# constants that dis keeps out of hasconst because they are not in co_consts
_INLINE_CONSTANTS = frozenset({"LOAD_SMALL_INT", "LOAD_COMMON_CONSTANT", "LOAD_ASSERTION_ERROR"})

JUMPS_TO_LABELS = "show_offsets" in inspect.signature(dis.dis).parameters
"""Whether `dis` says "to L1" of a jump (3.13+) and not "to 28"."""

EXTENDED_ARG: int = dis.EXTENDED_ARG
"""The opcode that gives the next instruction's argument eight more bits."""

FLAG_NAMES: Mapping[int, str] = dis.COMPILER_FLAG_NAMES
"""Bit of `co_flags` → its name."""


@dataclass(frozen=True)
class Jump:
    """Where a jump goes: `base + scale * argument`, from the jump itself where it is relative.

    Attributes:
        relative: Whether the jump's own offset is added.
        base: Bytes.
        scale: Bytes a unit of the argument, negative for a jump backwards.
        lands: Whether control goes there; False for a mark, such as 3.14's END_ASYNC_FOR.
    """

    relative: bool
    base: int
    scale: int
    lands: bool

    def target(self, offset: int, arg: int) -> int:
        """Return the offset in bytes that the instruction at `offset` refers to."""
        return self.base + self.scale * arg + (offset if self.relative else 0)


def name_of(op: int) -> str:
    """Return the name of an opcode below 256."""
    return dis.opname[op]


def _cache_sizes() -> bytes:
    # a list by number in 3.11 and 3.12, a mapping by name from 3.13, nothing before
    table = getattr(opcode, "_inline_cache_entries", {})
    if isinstance(table, Mapping):
        return bytes(table.get(name, 0) for name in dis.opname[:256])
    return bytes(table[:256])


CACHES = _cache_sizes()
"""Inline cache entries (2 bytes each) that follow an opcode, by opcode."""

STEP = [2 + 2 * entries for entries in CACHES]
"""Bytes from an instruction to the next one, by opcode."""

HAS_ARGUMENT = bytes(op in _ARGUMENTS for op in range(256))
"""Whether an opcode takes an argument, by opcode."""


def _read(code: types.CodeType, op: int, arg: int) -> dis.Instruction | None:
    """What dis makes of one instruction in the surroundings of `code`, None where it cannot."""
    prefixes = [byte for byte in arg.to_bytes(4, "big", signed=arg < 0)[:3] for byte in (EXTENDED_ARG, byte)]
    while prefixes and not prefixes[1]:
        del prefixes[:2]
    units = bytes((*prefixes, op, arg & 255)) + bytes(2 * CACHES[op])
    try:
        found = [item for item in dis.get_instructions(code.replace(co_code=units)) if item.opcode == op]
        return found[-1]
    except (IndexError, ValueError, AssertionError, KeyError, TypeError):
        return None


@cache
def operand(op: int) -> str:
    """Return what the argument of an opcode stands for, in the words of the schema."""
    if not HAS_ARGUMENT[op]:
        return "none"
    name = dis.opname[op]
    if op in dis.hasconst or name in _INLINE_CONSTANTS:
        return "const"
    if op in dis.hasname:
        return "attribute" if name.endswith(("_ATTR", "_METHOD")) else "name"
    for kind, members in (
        ("jump", _JUMPS),
        ("cell", _CELLS),
        ("local", dis.haslocal),
        ("compare", dis.hascompare),
    ):
        if op in members:
            return kind
    return "number"


@cache
def jump(op: int) -> Jump | None:
    """Return how a jump finds its target, None for any other opcode."""
    if op not in _JUMPS:
        return None
    here, there = _read(_MODULE, op, 0), _read(_MODULE, op, 4)
    if here is None or there is None:
        return None
    return Jump(
        relative=here.argval != 0,
        base=here.argval,
        scale=(there.argval - here.argval) // 4,
        lands=not here.argrepr.startswith("from"),
    )


@cache
def name_forms(op: int) -> tuple[tuple[str, str], ...]:
    """Return what stands before and after a name, by the argument's low bits.

    The number of forms is what the argument is divided by to get the index into `co_names`:
    LOAD_GLOBAL has two, "print" and "print + NULL"; STORE_NAME has one.
    """
    code = _MODULE.replace(co_names=(_FIRST, _SECOND))
    forms: list[tuple[str, str]] = []
    for arg in range(8):
        found = _read(code, op, arg)
        if found is None or _FIRST not in found.argrepr:
            break
        before, _, after = found.argrepr.partition(_FIRST)
        forms.append((before, after))
    return tuple(forms) or (("", ""),)


@cache
def names_two_locals(op: int) -> bool:
    """Return whether an opcode has two locals in one argument, four bits each (3.13+)."""
    found = _read(_FUNCTION, op, 16)
    return found is not None and found.argrepr == "v1, v0"


@cache
def shows_constant(op: int) -> bool:
    """Return whether the argument is an index into `co_consts` that dis looks up."""
    found = _read(_MODULE.replace(co_consts=(_FIRST,)), op, 0)
    return found is not None and found.argrepr == repr(_FIRST)


@cache
def table_of(op: int) -> str:
    """Return which table of the code object the argument indexes, "" where none.

    "consts" (co_consts), "names" (co_names), "variables" (what LOAD_FAST counts) or "cells" (before
    3.11, co_cellvars and co_freevars).
    """
    kind = operand(op)
    if kind == "const":
        return "consts" if shows_constant(op) else ""
    if kind in ("name", "attribute"):
        return "names"
    if kind == "local":
        return "variables"
    return ("variables" if CELLS_ARE_VARIABLES else "cells") if kind == "cell" else ""


@cache
def has_meaning(op: int) -> bool:
    """Return whether an argument means the same in any code object, so that `meaning` may know it."""
    return bool(HAS_ARGUMENT[op]) and not table_of(op) and op not in _JUMPS


@cache
def meaning(op: int, arg: int) -> str:
    """Return what dis says of an argument that means the same in any code object, such as "+="."""
    found = _read(_MODULE, op, arg)
    return "" if found is None else found.argrepr


def variable_names(code: types.CodeType) -> list[str]:
    """Return the names of the variables that the arguments of LOAD_FAST and so on index."""
    # 3.11+: locals, cells that are no arguments and free variables are one array
    # (PyCodeObject.co_localsplusnames); in a module or class, 3.12+ hides those of inlined comprehensions in it
    name_at = getattr(code, "_varname_from_oparg", None)
    if name_at is None:
        return list(code.co_varnames)
    if code.co_flags & _OPTIMIZED:
        known = set(code.co_varnames)
        return [*code.co_varnames, *(name for name in code.co_cellvars if name not in known), *code.co_freevars]
    names: list[str] = []
    while True:
        try:
            names.append(name_at(len(names)))
        except IndexError:
            return names


CELLS_ARE_VARIABLES = hasattr(types.CodeType, "_varname_from_oparg")
"""Whether LOAD_DEREF and LOAD_FAST index one table (3.11+)."""


def cell_names(code: types.CodeType) -> list[str]:
    """Return the names of the variables that the arguments of LOAD_DEREF and so on index."""
    if CELLS_ARE_VARIABLES:
        return variable_names(code)
    return [*code.co_cellvars, *code.co_freevars]
