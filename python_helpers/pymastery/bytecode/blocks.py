"""Basic blocks, the edges between them, and the depth of the stack along these."""

from __future__ import annotations

import types
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, compress
from typing import NamedTuple

from pymastery.bytecode.facts import EXCEPTION, JUMP, NEXT, NOT_TAKEN, SETUP, TAKEN
from pymastery.bytecode.units import Units
from pymastery.cpython.exceptions import DEEPEST, Entry, entries, handler_pushes
from pymastery.cpython.flow import FLOWS, KINDS, effects, entry_depth, jump_effect
from pymastery.cpython.opcodes import jump

_TARGETED = bytes(KINDS[flow] in ("jump", "branch", "setup") for flow in FLOWS)
_EDGES = (
    (NEXT, None),  # next
    (None, JUMP),  # jump
    (NOT_TAKEN, TAKEN),  # branch
    (None, None),  # stop
    (NEXT, SETUP),  # setup
)
"""By index into flow.KINDS: kind of the edge to the next instruction, kind of the edge to the target."""

_ON = (NEXT, NOT_TAKEN)


class Blocks(NamedTuple):
    """The control-flow graph of a code object, as `facts.Code` describes the columns."""

    depths: Sequence[int]
    starts: Sequence[int]
    edges: Sequence[int]
    exceptions: tuple[Entry, ...]


def blocks(code: types.CodeType, units: Units) -> Blocks:
    """Return the control-flow graph of `code` and the stack's depth before each instruction.

    A block ends where control may leave it and where the handler that guards it changes. Depths come
    from a walk along the edges, so an instruction that control cannot reach has -1.
    """
    ops, count = units.ops, len(units.ops)
    along = list(accumulate(map(effects, zip(ops, units.args, strict=True)), initial=entry_depth(code)))
    leaves = list(compress(range(1, count + 1), ops.translate(FLOWS)))
    targets = _targets(units)
    exceptions = entries(code, ops, along, targets, units.index_at)
    if len(leaves) < 2 and not targets and not exceptions and (not leaves or leaves[0] == count):
        along.pop()
        return Blocks(_possible(along), _WHOLE if count else _NONE, _NONE, ())
    leaders = {0, *leaves, *targets.values()}
    for entry in exceptions:
        leaders.update(entry[:3])
    leaders.discard(count)
    starts = sorted(leaders)
    edges = _edges(units, starts, targets, exceptions)
    depths = _depths(units, along, starts, edges, exceptions)
    return Blocks(_possible(depths), array("i", starts), array("i", edges), exceptions)


def jump_targets(starts: Sequence[int], edges: Sequence[int], count: int) -> dict[int, int]:
    """Return index of an instruction that jumps or names a handler → index of its target.

    Args:
        starts: The first instruction of each basic block.
        edges: From block, to block, kind of each edge, one after the other.
        count: How many instructions there are.
    """
    ends, numbers = [*starts[1:], count], iter(edges)
    return {
        ends[start] - 1: starts[end]
        for start, end, kind in zip(numbers, numbers, numbers, strict=True)
        if kind in (JUMP, TAKEN, SETUP)
    }


def labels(targets: Mapping[int, int], exceptions: Iterable[Entry]) -> dict[int, str]:
    """Return index of an instruction that is referred to → "L1", "L2" … in order, as in 3.13's dis.

    What jumps refer to is labelled, and the bounds and handlers of the exception table.
    """
    marked = {*targets.values(), *(index for entry in exceptions for index in entry[:3])}
    return {index: f"L{number}" for number, index in enumerate(sorted(marked), start=1)}


# arrays and not lists: the collector has nothing to walk in them
_WHOLE, _NONE = array("i", [0]), array("i")


def _possible(depths: list[int]) -> array[int]:
    """The depths, -1 for what no stack can be: code that was put together wrongly takes off more than there is."""
    if depths and (min(depths) < -1 or max(depths) > DEEPEST):
        depths = [depth if -1 < depth <= DEEPEST else -1 for depth in depths]
    return array("i", depths)


def _targets(units: Units) -> dict[int, int]:
    """The target of each instruction that jumps or names a handler, as indexes."""
    targets: dict[int, int] = {}
    known = (0, 0)
    for unit in compress(range(len(units.begins)), units.begins.translate(_TARGETED)):
        index = units.index_at(unit, known)
        known = unit, index
        rule = jump(units.ops[index])
        if rule is not None:
            target = units.index_at(rule.target(2 * unit, units.args[index]) >> 1, known)
            if target >= 0:
                targets[index] = target
    return targets


def _edges(units: Units, starts: list[int], targets: dict[int, int], exceptions: tuple[Entry, ...]) -> list[int]:
    """From block, to block, kind of each edge, block by block."""
    ops, count = units.ops, len(units.ops)
    place = dict(zip(starts, range(len(starts)), strict=True))
    guards = _guards(starts, place, exceptions)
    edges: list[int] = []
    for block, end in enumerate([*starts[1:], count]):
        to_next, to_target = _EDGES[FLOWS[ops[end - 1]]]
        if to_next is not None and end < count:
            edges += (block, block + 1, to_next)
        if to_target is not None and end - 1 in targets:
            edges += (block, place[targets[end - 1]], to_target)
        if block in guards:
            edges += (block, place[guards[block]], EXCEPTION)
    return edges


def _guards(starts: list[int], place: dict[int, int], exceptions: tuple[Entry, ...]) -> dict[int, int]:
    """The handler that guards each block: of entries that overlap, the first in the table is the one found."""
    guards: dict[int, int] = {}
    for start, end, handler, _, _ in exceptions:
        for block in range(place[start], bisect_left(starts, end)):
            guards.setdefault(block, handler)
    return guards


def _depths(
    units: Units, along: list[int], starts: list[int], edges: list[int], exceptions: tuple[Entry, ...]
) -> list[int]:
    """The depth before each instruction: `along`, shifted by what a walk tells of each block's start."""
    ops, args = units.ops, units.args
    ends = [*starts[1:], len(ops)]
    handled = {handler: depth + handler_pushes(lasti) for _, _, handler, depth, lasti in exceptions}
    leaving = dict(zip(edges[::3], range(0, len(edges), 3), strict=True))  # the place of a block's last edge
    shifts: list[int | None] = [None] * len(starts)
    work = [(0, along[0])]
    while work:
        block, depth = work.pop()
        if shifts[block] is not None:
            continue
        last = ends[block] - 1
        shifts[block] = shift = depth - along[starts[block]]
        edge = leaving.get(block, -1)
        while edge >= 0 and edges[edge] == block:
            target, kind = edges[edge + 1], edges[edge + 2]
            if shifts[target] is None and kind != SETUP:
                if kind in _ON:
                    depth = along[last + 1] + shift
                elif kind == EXCEPTION:
                    depth = handled[starts[target]]
                else:
                    depth = along[last] + shift + jump_effect(ops[last], args[last])
                work.append((target, depth))
            edge -= 3
    return _shifted(along, starts, ends, shifts)


def _shifted(along: list[int], starts: list[int], ends: list[int], shifts: list[int | None]) -> list[int]:
    for start, end, shift in zip(starts, ends, shifts, strict=True):
        if shift is None:
            along[start:end] = [-1] * (end - start)
        elif shift:
            along[start:end] = [depth + shift for depth in along[start:end]]
    along.pop()
    return along
