"""Where control goes after an instruction, and what an instruction does to the stack's depth.

Which opcodes end a block stands in no table that Python code can ask (`IS_TERMINATOR_OPCODE` of
Python/flowgraph.c, `stackdepth` of Python/compile.c before 3.12), so they are named here. Effects
are those of `dis.stack_effect`, mended where that function is wrong.
"""

from __future__ import annotations

import dis
import inspect
import sys
import types
from functools import cache

from pymastery.cpython import opcodes

_STOPS = frozenset({"RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE", "INTERPRETER_EXIT"})
_ALWAYS = frozenset({"JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "JUMP_ABSOLUTE"})
_SETUPS = frozenset({"SETUP_FINALLY", "SETUP_WITH", "SETUP_ASYNC_WITH"})


@cache
def flow(op: int) -> str:
    """Return where control goes after an opcode.

    "next": to the next instruction. "stop": out of this code object. "jump": to the target.
    "branch": to the target or to the next instruction. "setup": to the next instruction, and an
    exception from there on goes to the target (before 3.11).
    """
    name = dis.opname[op].removeprefix("INSTRUMENTED_")
    if name in _STOPS:
        return "stop"
    rule = opcodes.jump(op)
    if rule is None or not rule.lands:
        return "next"
    return "jump" if name in _ALWAYS else "setup" if name in _SETUPS else "branch"


KINDS = ("next", "jump", "branch", "stop", "setup")
"""What `flow` returns."""

FLOWS = bytes(KINDS.index(flow(op)) for op in range(256))
"""`flow` by opcode, as an index into KINDS: 0 for all that goes on to the next instruction only."""


def effect(op: int, arg: int) -> int:
    """Return how many slots the stack grows by where control goes on to the next instruction.

    For an opcode after which it does not, the effect of what is done before control leaves.
    """
    return _mended(op, arg, jump=False)


def jump_effect(op: int, arg: int) -> int:
    """Return how many slots the stack grows by where the jump is taken."""
    return _mended(op, arg, jump=True)


def _mended(op: int, arg: int, *, jump: bool) -> int:
    known = _MENDED.get(dis.opname[op])
    if known is not None:
        return known[0] + known[1] * arg
    try:
        return dis.stack_effect(op, arg if opcodes.HAS_ARGUMENT[op] else None, jump=jump)
    except ValueError:  # no opcode of the compiler, such as a number that has none
        return 0


def _mends() -> dict[str, tuple[int, int]]:
    """What dis.stack_effect states wrongly here: the effect is the first number plus the second times the argument."""
    if sys.version_info[:2] == (3, 11):
        # the call takes its arguments at CALL; stack_effect counts them at PRECALL
        return {"PRECALL": (0, 0), "CALL": (-1, -1), "RETURN_GENERATOR": (1, 0)}
    if sys.version_info[:2] == (3, 12):
        # the generator's frame begins with what is sent into it, which POP_TOP takes off
        return {"RETURN_GENERATOR": (1, 0)}
    if sys.version_info >= (3, 14):
        # what is returned is taken off here and pushed on the caller's stack, which stack_effect counts too
        return {"RETURN_VALUE": (-1, 0)}
    return {}


_MENDED = _mends()


class _Effects(dict[tuple[int, int], int]):
    """(opcode, argument) → effect, worked out at the first look-up."""

    def __missing__(self, key: tuple[int, int]) -> int:
        self[key] = result = effect(*key)
        return result


effects = _Effects().__getitem__
"""`effect` of a pair (opcode, argument), remembered."""


def entry_depth(code: types.CodeType) -> int:
    """Return how many slots of the stack are in use when a frame of `code` begins."""
    # 3.10 puts what is sent into a generator there before its first instruction, which takes it off
    sent = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
    return int(sys.version_info < (3, 11) and bool(code.co_flags & sent))
