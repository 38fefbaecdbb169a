"""What a stage did to the instructions of the stage before: which of them stand beside which.

Units are paired as the compiler nests them, instructions as in a comparison of two programs. One that is
left over on both sides, the same in all and from the same place, was moved: the optimiser puts code that
rarely runs at the end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pymastery.bytecode.comparison import Pair, Row
from pymastery.bytecode.comparison.alignment import UNKNOWN, Side, aligned
from pymastery.bytecode.compiler.facts import Emitted, Span, Stages, Step
from pymastery.bytecode.compiler.text import Lines
from pymastery.bytecode.facts import Code, Disassembly
from pymastery.bytecode.listing import Listing
from pymastery.bytecode.texts import Texts
from pymastery.cpython import locations, opcodes

_NUMBERS = ("number", "compare")
"""Operands whose number says all that there is to say where nothing else is known."""


@dataclass(frozen=True)
class _Sequence:
    """Instructions of any stage: name, what the argument stands for (None: not known), and place of each."""

    names: Sequence[str]
    texts: Sequence[str | None]
    spans: Sequence[Span | None]


def steps_of(stages: Stages, program: Disassembly) -> tuple[Step, ...]:
    """Return what optimising and assembling did, as far as the stages can be seen.

    Args:
        stages: Those of a text.
        program: What the text compiles to.
    """
    generated, optimised = _whole(stages, "generated"), _whole(stages, "optimised")
    final = [_assembled(program, code, Lines(stages.lines)) for code in _complete(program)]
    places = {
        ("generated", "optimised"): [(0, 0)] if generated and optimised else [],
        ("optimised", "final"): [(0, 0)] if optimised and final else [],
    }
    done = {0} if places["optimised", "final"] else set()
    places["generated", "final"] = list(_became(generated, len(final), done))
    sequences = {
        "generated": list(map(_emitted, generated)),
        "optimised": list(map(_emitted, optimised)),
        "final": final,
    }
    both = [
        (sequences[before][left], sequences[after][right])
        for (before, after), pairs in places.items()
        for left, right in pairs
    ]
    rows = iter(_rows(both))
    return tuple(
        Step(before, after, tuple(Pair(left, right, next(rows)) for left, right in pairs))
        for (before, after), pairs in places.items()
        if pairs
    )


def _whole(stages: Stages, stage: str) -> Sequence[Emitted]:
    """The units of a stage without one that is cut off: what is not here was not taken away."""
    units: Sequence[Emitted] = getattr(stages, stage) or ()
    shown = sum(len(unit.instructions) for unit in units)
    return units[:-1] if stages.totals.get(stage, 0) > shown else units


def _complete(program: Disassembly) -> Sequence[Code]:
    return program.codes[:-1] if program.total > program.shown else program.codes


def _became(units: Sequence[Emitted], count: int, done: set[int]) -> Iterator[tuple[int, int]]:
    """Unit and code object of each pair; what is compiled twice, as a function in `finally` is, becomes one."""
    for index, unit in enumerate(units):
        if 0 <= unit.code < count and unit.code not in done:
            done.add(unit.code)
            yield index, unit.code


def _emitted(unit: Emitted) -> _Sequence:
    return _Sequence(
        [each.name for each in unit.instructions],
        [each.text or _unnamed(each.operand, each.arg) for each in unit.instructions],
        [each.span for each in unit.instructions],
    )


def _assembled(program: Disassembly, code: Code, lines: Lines) -> _Sequence:
    listing, units = Listing(program, code), locations.positions(code.code)
    known: dict[tuple[int, int], str | None] = {}
    for index, key in enumerate(zip(code.ops, code.args, strict=True)):
        if key not in known:
            known[key] = listing.meaning(index) or _unnamed(opcodes.operand(key[0]), key[1])
    return _Sequence(
        [opcodes.name_of(op) for op in code.ops],
        [known[key] for key in zip(code.ops, code.args, strict=True)],
        [_span(units[offset >> 1], lines) for offset in listing.offsets[:-1]],
    )


def _unnamed(operand: str, arg: int | None) -> str | None:
    """What is compared of an argument that stands for nothing known: of a jump nothing, labels are numbered anew."""
    if operand in ("none", "jump"):
        return ""
    return str(arg) if operand in _NUMBERS else None


def _span(position: locations.Position, lines: Lines) -> Span | None:
    line, end_line, column, end_column = position
    return lines.span(line, end_line or line, column, end_column) if line else None


def _rows(both: Sequence[tuple[_Sequence, _Sequence]]) -> Iterator[tuple[Row, ...]]:
    names, texts = Texts(), Texts()
    sides = [(_side(before, names, texts), _side(after, names, texts)) for before, after in both]
    for (before, after), pairs in zip(both, aligned(sides, list(names)), strict=True):
        beside = dict(pairs)
        beside.update(_moved(before, after, beside))
        taken = set(beside.values())
        rows = [_row(before, after, index, beside.get(index, -1)) for index in range(len(before.names))]
        yield (*rows, *(Row(-1, index, "right") for index in range(len(after.names)) if index not in taken))


def _side(sequence: _Sequence, names: Texts, texts: Texts) -> Side:
    return Side(
        opnames=[names[name] for name in sequence.names],
        texts=[-1 if text is None else texts[text] for text in sequence.texts],
        lines=[UNKNOWN if span is None else span[0] for span in sequence.spans],
        columns=[None if span is None else span[1:] for span in sequence.spans],
    )


def _moved(before: _Sequence, after: _Sequence, beside: Mapping[int, int]) -> dict[int, int]:
    """Pairs of those that are left over on both sides and are the same: first those of the same place."""
    taken, moved = set(beside.values()), dict[int, int]()
    left = [index for index in range(len(before.names)) if index not in beside]
    right = [index for index in range(len(after.names)) if index not in taken]
    for has_place in (True, False):
        found: dict[tuple[object, ...], deque[int]] = {}
        for index in right:
            found.setdefault(_key(after, index, has_place), deque()).append(index)
        for index in left:
            others = found.get(_key(before, index, has_place))
            # what has no place may be given one
            if others and (has_place or None in (before.spans[index], after.spans[others[0]])):
                moved[index] = others.popleft()
        taken = set(moved.values())
        left = [index for index in left if index not in moved]
        right = [index for index in right if index not in taken]
    return moved


def _key(sequence: _Sequence, index: int, has_place: bool) -> tuple[object, ...]:
    return (sequence.names[index], sequence.texts[index], *([sequence.spans[index]] if has_place else []))


def _row(before: _Sequence, after: _Sequence, index: int, other: int) -> Row:
    if other < 0:
        return Row(index, -1, "left")
    text, its = before.texts[index], after.texts[other]
    is_same = before.names[index] == after.names[other] and (text == its or text is None or its is None)
    return Row(index, other, "same" if is_same else "changed")
