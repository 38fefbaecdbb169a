"""What the interpreter's own stack was, beside what we say it is."""

from __future__ import annotations

import dis
from bisect import bisect_right

from bytecode_walk import caches_of

from pymastery.bytecode.blocks import blocks
from pymastery.bytecode.units import split

SETUP_FINALLY = dis.opmap.get("SETUP_FINALLY")
"""The type of a block that has a handler (3.10)."""


class Said:
    """What we say of one code object, by offset."""

    def __init__(self, code):
        units = split(code.co_code)
        graph = blocks(code, units)
        self.offsets = [0]
        for op in units.ops:
            self.offsets.append(self.offsets[-1] + 2 + 2 * caches_of(op))
        at = self.offsets
        self.depths = dict(zip(at, graph.depths, strict=False))
        self.names = {offset: dis.opname[op] for offset, op in zip(at, units.ops, strict=False)}
        self.entries = [(at[start], at[end], at[to], depth) for start, end, to, depth, _ in graph.exceptions]
        self.handlers = {to for _, _, to, _ in self.entries}

    def guard(self, offset):
        """(handler, depth kept) of an instruction, None where nothing guards it."""
        return next(((to, depth) for start, end, to, depth in self.entries if start <= offset < end), None)

    def around(self, offset):
        """The offset of the instruction whose bytes these are, caches included."""
        return self.offsets[bisect_right(self.offsets, offset) - 1]

    def after(self, offset):
        """The depth after an instruction: before the one that follows."""
        return self.depths[self.offsets[self.offsets.index(offset) + 1]]


def innermost(stack):
    """(handler, depth kept) of the innermost block of 3.10 that has a handler."""
    return next(((handler, level) for kind, handler, level in reversed(stack) if kind == SETUP_FINALLY), None)


def compared(seen):
    """How much was compared, and what differs: at most ten sentences."""
    found = {"codes": 0, "instructions": 0, "handlers": 0, "blocks": 0, "events": seen.events}
    opcodes, wrong, every = set(), [], set()
    for watched in seen.codes.values():
        code, said = watched.code, Said(watched.code)
        here = f"{code.co_filename}:{code.co_firstlineno} {code.co_name}"
        found["codes"] += 1
        found["instructions"] += len(watched.depths)
        found["handlers"] += len(said.handlers & watched.depths.keys())
        found["blocks"] += sum(map(any, watched.blocks.values()))
        opcodes |= {said.names[offset] for offset in watched.depths}
        every |= {(here, handler) for handler in said.handlers - watched.depths.keys()}
        wrong += [
            f"{here} {offset} {said.names[offset]}: really {real}, we say {said.depths[offset]}"
            for offset, real in watched.depths.items()
            if real != {said.depths[offset]}
        ]
        wrong += [
            f"{here} {offset} {said.names[offset]}: really {stacks}, we say {said.guard(offset)}"
            for offset, stacks in watched.blocks.items()
            if set(map(innermost, stacks)) != {said.guard(offset)}
        ]
    return {**found, "opcodes": sorted(opcodes), "wrong": wrong[:10], "not entered": len(every)}
