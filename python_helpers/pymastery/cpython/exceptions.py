"""Which instructions are guarded, by which handler: the exception table, or before 3.11 the block stack.

Sources: Objects/exception_handling_notes.txt (3.11+); SETUP_FINALLY, POP_BLOCK and the unwinding in
Python/ceval.c of 3.10.
"""

from __future__ import annotations

import dis
import types
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, islice

from pymastery.cpython.flow import FLOWS, KINDS, jump_effect

Entry = tuple[int, int, int, int, int]
"""First instruction guarded, the one past the last, handler: indexes; depth kept, and 1 where lasti is pushed."""

DEEPEST = 2**31 - 1
"""The greatest depth that there can be: co_stacksize is an int of C."""

_HAS_TABLE = hasattr(types.CodeType, "co_exceptiontable")


def handler_pushes(lasti: int) -> int:
    """Return how many slots are pushed on top of the depth kept before a handler begins."""
    # 3.10: the exception that was being handled, then the new one, three values each
    return 1 + lasti if _HAS_TABLE else 6


def entries(
    code: types.CodeType,
    ops: bytes,
    along: Sequence[int],
    targets: Mapping[int, int],
    index: Callable[[int], int],
) -> tuple[Entry, ...]:
    """Return the entries of the exception table of `code`, as indexes of instructions, in its order.

    Before 3.11 there is no table: SETUP_FINALLY and its like push a handler, POP_BLOCK takes it off.
    The compiler nests these so that every instruction has one block stack on all paths; the entries
    are what that stack says.

    Args:
        code: The code object.
        ops: The opcode of each instruction that is shown.
        along: The depth before each, if each only went on to the next.
        targets: The target of each instruction that jumps or names a handler.
        index: Returns the index of the instruction at a code unit, -1 where none begins.
    """
    if not _HAS_TABLE:
        found = _runs(_guarded(ops, along, targets)) if any(ops.translate(_SETUP)) else iter(())
    else:
        found = _in_table(code, len(ops), index)
    # someone may have put the code object together wrongly; no two entries begin at one instruction
    return tuple(islice((entry for entry in found if -1 < entry[3] <= DEEPEST), len(ops)))


def malformed(code: types.CodeType, kept: int) -> int:
    """Return how many entries of the exception table of `code` are none of the `kept` that `entries` returned."""
    return len(_table(code)) - kept if _HAS_TABLE else 0


def _in_table(code: types.CodeType, count: int, index: Callable[[int], int]) -> Iterator[Entry]:
    size = len(code.co_code)
    for start, end, handler, depth, lasti in _table(code):
        first, past, to = index(start >> 1), count if end == size else index(end >> 1), index(handler >> 1)
        if -1 < first < past and to > -1:
            yield first, past, to, depth, int(lasti)


def _table(code: types.CodeType) -> list[tuple[int, int, int, int, bool]]:
    """(start, end, handler, depth, lasti) of each entry, offsets in bytes; empty before 3.11."""
    data = iter(getattr(code, "co_exceptiontable", b""))
    entries = []
    for first in data:
        start = _varint(first, data)
        length, handler, depth = (_varint(next(data, 0), data) for _ in range(3))
        entries.append((start * 2, (start + length) * 2, handler * 2, depth >> 1, bool(depth & 1)))
    return entries


def _varint(first: int, data: Iterator[int]) -> int:
    # a table that someone put together wrongly may end within a number
    value = first & 63
    while first & 64:
        first = next(data, 0)
        value = value << 6 | first & 63
    return value


def _named(*names: str) -> bytes:
    """Whether an opcode has one of these names, by opcode."""
    return bytes(name in names for name in dis.opname[:256])


_SETUP = _named("SETUP_FINALLY", "SETUP_WITH", "SETUP_ASYNC_WITH")
_SETUP_ASYNC = _named("SETUP_ASYNC_WITH")
_POPS = _named("POP_BLOCK", "POP_EXCEPT", "END_ASYNC_FOR")
_CHANGES = bytes(map(any, zip(_SETUP, _POPS, FLOWS, strict=True)))
_EXCEPT_HANDLER = -1

_Blocks = tuple[tuple[int, int], ...]
"""(handler, depth kept) from the outermost in; the handler of a block that an exception opened is _EXCEPT_HANDLER."""


def _guarded(ops: bytes, along: Sequence[int], targets: Mapping[int, int]) -> dict[tuple[int, int], tuple[int, int]]:
    """(first instruction, one past the last) of each stretch that a handler guards → (handler, depth kept)."""
    bounds = sorted({0, *compress(range(1, len(ops) + 1), ops.translate(_CHANGES)), *targets.values()})
    guarded: dict[tuple[int, int], tuple[int, int]] = {}
    seen: set[int] = set()
    work: list[tuple[int, int, _Blocks]] = [(0, along[0], ())]
    while work:
        start, depth, blocks = work.pop()
        if start in seen or start >= len(ops):
            continue
        seen.add(start)
        end = bounds[bisect_left(bounds, start) + 1] if start < bounds[-1] else len(ops)
        inner = next((block for block in reversed(blocks) if block[0] != _EXCEPT_HANDLER), None)
        if inner is not None:
            guarded[start, end] = inner
        before = depth + along[end - 1] - along[start]
        after = depth + along[end] - along[start]
        work.extend(_ways(end - 1, ops[end - 1], (before, after), blocks, targets.get(end - 1)))
    return guarded


def _ways(
    last: int, op: int, depths: tuple[int, int], blocks: _Blocks, target: int | None
) -> Iterator[tuple[int, int, _Blocks]]:
    """(instruction, depth, block stack) of each way on from the last instruction of a stretch."""
    before, after = depths
    kind = KINDS[FLOWS[op]]
    if _SETUP[op] and target is not None:
        # the result of __enter__ is pushed on top of what the handler will find
        kept = before - 1 if _SETUP_ASYNC[op] else before
        yield target, kept + handler_pushes(0), (*blocks, (_EXCEPT_HANDLER, kept))
        yield last + 1, after, (*blocks, (target, kept))
        return
    if _POPS[op]:
        blocks = blocks[:-1]
    if kind not in ("stop", "jump"):
        yield last + 1, after, blocks
    if target is not None:
        yield target, before + jump_effect(op, 0), blocks  # a jump's argument says where to, not what it takes


def _runs(guarded: Mapping[tuple[int, int], tuple[int, int]]) -> Iterator[Entry]:
    """Stretches that follow each other with the same handler are one entry."""
    first, past, block = -1, -1, (-1, -1)
    for (start, end), here in sorted(guarded.items()):
        if start == past and here == block:
            past = end
            continue
        if first >= 0:
            yield first, past, *block, 0
        first, past, block = start, end, here
    if first >= 0:
        yield first, past, *block, 0
