"""Code units of two bytes → instructions: inline caches left out, EXTENDED_ARG applied."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from pymastery.cpython.opcodes import CACHES, EXTENDED_ARG, HAS_ARGUMENT

_WITH_CACHES = [bytes((op, *bytes(caches))) for op, caches in enumerate(CACHES)]
_NO_CACHE = not any(CACHES)


class Units(NamedTuple):
    """The instructions of a code object.

    Attributes:
        begins: A byte a code unit: the opcode where an instruction begins, 0 where a cache is.
        ops: The opcode of each instruction.
        args: The argument of each; any number where the opcode takes none.
    """

    begins: bytes
    ops: bytes
    args: Sequence[int]

    def first(self, count: int) -> Units:
        """Return the first `count` instructions."""
        if len(self.ops) <= count:
            return self
        end = sum(len(_WITH_CACHES[op]) for op in self.ops[:count])
        return Units(self.begins[:end], self.ops[:count], self.args[:count])

    def index_at(self, unit: int, known: tuple[int, int] = (0, 0)) -> int:
        """Return the index of the instruction that begins at a code unit, -1 where none does.

        Args:
            unit: From 0.
            known: A code unit and the index of the instruction that begins there, to count from.
        """
        if not 0 <= unit < len(self.begins) or not self.begins[unit]:
            return -1
        start, index = known
        if unit < start:
            return index - (start - unit) + self.begins.count(0, unit, start)
        return index + (unit - start) - self.begins.count(0, start, unit)


def split(raw: bytes) -> Units:
    """Return the instructions of `co_code`.

    The compiler leaves the caches in `co_code` zero and 0 is no instruction of its, so the
    instructions are the units that are not zero. Where that does not add up they are walked.
    """
    units = raw[::2]
    ops = units if _NO_CACHE else units.replace(b"\0", b"")
    if len(raw) % 2 or (_NO_CACHE and 0 in units) or b"".join(map(_WITH_CACHES.__getitem__, ops)) != units:
        return _walk(raw)
    args = raw[1::2] if len(ops) == len(units) else bytes(compress(raw[1::2], units))
    return Units(units, ops, _extended(ops, args) if EXTENDED_ARG in ops else args)


def _walk(raw: bytes) -> Units:
    """What dis makes of code that the compiler did not."""
    end = len(raw) // 2
    begins, offsets = bytearray(end), []
    at = 0
    while at < end:
        op = raw[2 * at]
        offsets.append(at)
        begins[at] = op or EXTENDED_ARG  # not 0, and no jump
        at += len(_WITH_CACHES[op])
    ops = bytes(raw[2 * offset] for offset in offsets)
    args = bytes(raw[2 * offset + 1] for offset in offsets)
    return Units(bytes(begins), ops, _extended(ops, args))


def _extended(ops: bytes, units: Sequence[int]) -> Sequence[int]:
    """Arguments with EXTENDED_ARG applied, as dis counts them."""
    args, high = list(units), 0
    for index, op in enumerate(ops):
        if HAS_ARGUMENT[op]:
            args[index] = value = (units[index] | high) & 0x7FFFFFFF
            high = value << 8 if op == EXTENDED_ARG else 0
        else:
            high = 0
    return args
