"""The script that a separate interpreter runs for `codegen`: what the compiler makes before a code object.

CPython offers this only to its own tests, in `_testinternalcapi`, which may end the process where
it is asked something that its tests do not ask. So it is never imported where a learner's objects
live. In: a marshalled request on standard input. Out: two marshalled answers, each written as soon
as it is known, so that the first one survives an end during the second.
"""

from __future__ import annotations

import _ast
import importlib
import marshal
import opcode
import sys
from typing import Any

_MODES = ("exec", "eval", "single")


def main() -> None:
    """Answer the request (text, filename, mode, optimize, rows at most) on standard input."""
    _leave_no_core_file()
    text, filename, mode, optimize, limit = marshal.load(sys.stdin.buffer)  # noqa: S302 - written by codegen
    asked = _offered()
    if asked is None:
        _answer((sys.version, None))
        return
    code = compile(text, filename, mode, dont_inherit=True, optimize=optimize)
    tree = compile(text, filename, mode, _ast.PyCF_ONLY_AST, dont_inherit=True)
    sequence, metadata = asked.compiler_codegen(tree, filename, optimize, _MODES.index(mode))
    consts = _constants(metadata.get("consts"))
    units = _units(sequence, limit)
    rows = _rows(sequence)
    _answer((sys.version, (code, units, consts)))
    if consts is not None and _may_be_optimised(rows, consts):
        optimised = _rows(asked.optimize_cfg(sequence, consts, _count_of_locals(rows)))
        _answer((optimised[:limit], len(optimised), consts))


def _offered() -> Any:
    try:
        module = importlib.import_module("_testinternalcapi")
    except ImportError:
        return None
    return module if hasattr(module, "compiler_codegen") else None


def _leave_no_core_file() -> None:
    try:
        limits = importlib.import_module("resource")
        limits.setrlimit(limits.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):  # not on Windows
        return


def _answer(value: tuple[Any, ...]) -> None:
    sys.stdout.buffer.write(marshal.dumps(value))
    sys.stdout.buffer.flush()


def _rows(sequence: Any) -> list[Any]:
    # a plain list before 3.13
    return list(sequence.get_instructions()) if hasattr(sequence, "get_instructions") else list(sequence)


def _units(sequence: Any, limit: int) -> list[tuple[int, list[Any], int]]:
    """(index of the parent, rows, how many there are) of a sequence and of those in it, in the order of first visit."""
    units: list[tuple[int, list[Any], int]] = []
    pending = [(-1, sequence)]
    while pending:
        parent, here = pending.pop()
        rows = _rows(here)
        units.append((parent, rows[:limit], len(rows)))
        limit = max(0, limit - len(rows))
        nested = here.get_nested() if hasattr(here, "get_nested") else []
        pending += [(len(units) - 1, inner) for inner in reversed(nested)]
    return units


def _constants(table: Any) -> list[Any] | None:
    """The constants by index, or None where the metadata lacks them or an index.

    A mapping from the compiler's key of a constant to its index in 3.12 and 3.13, a list later.
    Source: compiler_add_const() and _PyCode_ConstantKey().
    """
    if not isinstance(table, dict):
        return None if table is None else list(table)
    if sorted(table.values()) != list(range(len(table))):
        return None
    return [_constant(key) for key in sorted(table, key=table.__getitem__)]


def _constant(key: Any) -> Any:
    # (type, value), (type, value, mark of a negative zero), (id, value), or (keys of the items, container)
    return key[1] if type(key) is tuple else key


def _may_be_optimised(rows: list[Any], consts: list[Any]) -> bool:
    # 3.12's optimize_cfg takes no account of handlers: it drops their code, or ends the process
    if sys.version_info < (3, 13):
        return False
    # it does not check an index into the constants
    return all(arg < len(consts) for op, arg, *_ in rows if opcode.opname[op] == "LOAD_CONST")


def _count_of_locals(rows: list[Any]) -> int:
    # a module has "locals" too: the variables of inlined comprehensions
    return max((arg + 1 for op, arg, *_ in rows if "_FAST" in opcode.opname[op]), default=0)


if __name__ == "__main__":
    main()
