"""One code object while it is filmed: its live code as it was last read, instruction by instruction."""

from __future__ import annotations

import types
from dataclasses import dataclass

from pymastery.bytecode.film.guards import counter_words
from pymastery.cpython import caches, opcodes

PLAIN, ADAPTIVE, SPECIALISED = "plain", "adaptive", "specialised"
DEOPTIMISED, EXECUTOR, INSTRUMENTED, MISSED = "deoptimised", "executor", "instrumented", "missed"
STATES = (PLAIN, ADAPTIVE, SPECIALISED, DEOPTIMISED, EXECUTOR, INSTRUMENTED, MISSED)
"""Cannot specialise; may, and has not yet; has; had, and is generic again; the optimizer's trace; watched by a tool;
has, and the generic form ran instead, once or more often, as what came was not what is expected."""


@dataclass(frozen=True)
class Cell:
    """What is in the live code for one instruction.

    Attributes:
        opname: What runs there: a specialised name, "ENTER_EXECUTOR", "INSTRUMENTED_…".
        state: One of STATES.
        phrases: What its inline caches say.
    """

    opname: str
    state: str
    phrases: tuple[str, ...]


class Watched:
    """A code object, and what was last read of it."""

    def __init__(self, code: types.CodeType) -> None:
        self.code = code
        self.generic = code.co_code
        self.offsets = caches.offsets(code)
        self.names = _names(code, self.generic, self.offsets)
        self.raw = caches.live_bytes(code)
        self.now = [self._read(index) for index in range(len(self.offsets))]
        self.warm = self.turned_warm = False
        self.states = [""] * len(self.now)
        self.phrases: list[tuple[str, ...]] = [()] * len(self.now)
        self.specialised: set[int] = set()

    def _read(self, index: int) -> caches.Instruction:
        offset = self.offsets[index]
        return caches.instruction(self.raw, offset, self.generic[offset])

    def update(self) -> dict[int, caches.Instruction]:
        """Read the live code again, and return what stood there before, by index, where it differs."""
        raw = caches.live_bytes(self.code)
        self.turned_warm = False
        if raw == self.raw:
            return {}
        old, self.raw, before = self.raw, raw, {}
        for index, (start, end) in enumerate(zip(self.offsets, [*self.offsets[1:], len(raw)], strict=True)):
            if raw[start:end] != old[start:end]:
                last, self.now[index] = self.now[index], self._read(index)
                # what else may differ is the argument of ENTER_EXECUTOR
                if last != self.now[index]:
                    before[index] = last
        warm = caches.is_warm(each.opname for each in self.now)
        self.warm, self.turned_warm = warm, warm and not self.warm
        return before

    def state(self, index: int) -> str:
        """Return the state of an instruction, one of STATES."""
        opname = self.now[index].opname
        if caches.is_executor(opname):
            return EXECUTOR
        if caches.is_instrumented(opname):
            return INSTRUMENTED
        if caches.is_specialised(opname):
            return SPECIALISED
        if not caches.can_specialise(opname, self.warm):
            return PLAIN
        return DEOPTIMISED if index in self.specialised else ADAPTIVE

    def cell(self, index: int, instruction: caches.Instruction) -> Cell:
        """Return the cell of an instruction with the counter that `instruction` has."""
        phrases = self.phrases[index]
        count = counter_words(instruction.opname, instruction.words[0]) if instruction.words else ""
        return Cell(instruction.opname, self.states[index], (*phrases, count) if count else phrases)


def _names(code: types.CodeType, generic: bytes, offsets: list[int]) -> list[str]:
    """The name that the argument of each instruction stands for, "" where it is none."""
    names, high = [], 0
    for offset in offsets:
        op, arg = generic[offset], generic[offset + 1] | high
        high = arg << 8 if op == opcodes.EXTENDED_ARG else 0
        index = len(code.co_names)
        if opcodes.HAS_ARGUMENT[op] and opcodes.operand(op) in ("name", "attribute"):
            index = arg // len(opcodes.name_forms(op))
        names.append(code.co_names[index] if index < len(code.co_names) else "")
    return names
