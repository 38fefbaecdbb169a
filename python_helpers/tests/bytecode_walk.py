"""A walk over one code object's instructions, written from `dis` and CPython's notes alone.

What it knows: dis._unpack_opargs and dis.stack_effect, the exception table as
Objects/exception_handling_notes.txt describes it (3.11 and later), the block stack of Python/ceval.c (3.10).
"""

from __future__ import annotations

import dis
import inspect
import sys
from dataclasses import dataclass, field

HERE = sys.version_info[:2]
CACHE_ENTRIES = getattr(dis, "_inline_cache_entries", {})
LEAVES = {"RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE"}
ALWAYS_JUMPS = {"JUMP_ABSOLUTE", "JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"}
JUMPS = {*dis.hasjrel, *dis.hasjabs}
PUSHES_BLOCK = {"SETUP_FINALLY", "SETUP_WITH", "SETUP_ASYNC_WITH"}
POPS_BLOCK = {"POP_BLOCK", "POP_EXCEPT", "END_ASYNC_FOR"}
PLAIN = {op for op in range(256) if op not in JUMPS and dis.opname[op] not in LEAVES | PUSHES_BLOCK | POPS_BLOCK}
"""Opcodes after which control goes on to the next instruction, and that is all."""
HANDLING = "an exception is being handled"
"""The handler of a block that an exception opened: EXCEPT_HANDLER of 3.10."""


@dataclass
class Instruction:
    """One instruction: where it is, and the instruction that it jumps to or whose handler it names."""

    offset: int
    op: int
    arg: int | None
    target: int | None = None

    @property
    def name(self):
        return dis.opname[self.op]


def caches_of(op):
    if hasattr(CACHE_ENTRIES, "items"):
        return CACHE_ENTRIES.get(dis.opname[op], 0)
    return CACHE_ENTRIES[op]


def instructions(code):
    """The instructions of a code object, EXTENDED_ARG included, caches not."""
    found = []
    for *where, op, arg in dis._unpack_opargs(code.co_code):
        if op or HERE < (3, 11):  # 3.11 yields each CACHE
            found.append(Instruction(where[0], op, arg))
    at = {instruction.offset: index for index, instruction in enumerate(found)}
    for instruction in found:
        if instruction.op in JUMPS and instruction.name != "END_ASYNC_FOR":
            instruction.target = at[jump_target(instruction)]
    return found


def jump_target(instruction):
    """The offset that an instruction jumps to, or of the handler that it names.

    Not for END_ASYNC_FOR, whose argument says from 3.14 on where the loop begins.
    """
    op = instruction.op
    if op in dis.hasjabs:
        return 2 * instruction.arg
    if HERE < (3, 11):
        return instruction.offset + 2 + 2 * instruction.arg
    sign = -1 if "BACKWARD" in instruction.name else 1
    return instruction.offset + 2 + 2 * caches_of(op) + 2 * sign * instruction.arg


def effect(op, arg, jump):
    """dis.stack_effect, and what it says otherwise than the interpreter does."""
    name = dis.opname[op]
    if HERE == (3, 11) and name == "PRECALL":  # it leaves everything to CALL
        return 0
    if HERE == (3, 11) and name == "CALL":  # callable, self or NULL, arguments -> result
        return -1 - arg
    if HERE in ((3, 11), (3, 12)) and name == "RETURN_GENERATOR":  # the first send pushes what POP_TOP takes off
        return 1
    return dis.stack_effect(op, arg, jump=jump)


def pushed(lasti):
    """What lies on the depth kept when a handler begins."""
    if HERE < (3, 11):  # type, value, traceback: of the exception handled before, and of this one
        return 6
    return 2 if lasti else 1


@dataclass
class Walk:
    """What the walk found.

    Attributes:
        items: The instructions.
        depths: Before each, None where control cannot come.
        guards: (handler, depth kept, lasti) of each instruction, None where nothing guards it.
        blocks: The block stack before each (3.10): (handler or HANDLING, depth kept).
        disagreements: Where two ways come to one instruction with another depth or block stack.
        shallow: Instructions at which less lies on the stack than their handler keeps.
    """

    items: list[Instruction]
    depths: list[int | None]
    guards: list[tuple | None]
    blocks: list[tuple | None]
    disagreements: list[str] = field(default_factory=list)
    shallow: list[int] = field(default_factory=list)

    def ways(self, index):
        """(instruction, kind) of each way on from one; an exception apart."""
        item = self.items[index]
        name, further = item.name, index + 1 < len(self.items)
        if name in LEAVES:
            return []
        if item.target is None:
            return [(index + 1, "next")] if further else []
        if name in ALWAYS_JUMPS:
            return [(item.target, "jump")]
        words = ("next", "setup") if name in PUSHES_BLOCK else ("not taken", "taken")
        return [*([(index + 1, words[0])] if further else []), (item.target, words[1])]

    def entries(self):
        """The guards as an exception table: first, one past the last, handler, depth, lasti; neighbours joined."""
        found = []
        for index, guard in enumerate(self.guards):
            if guard is None:
                continue
            if found and found[-1][1] == index and found[-1][2:] == guard:
                found[-1] = (found[-1][0], index + 1, *guard)
            else:
                found.append((index, index + 1, *guard))
        return found


def walk(code):
    """Follow every way from the first instruction."""
    items = instructions(code)
    nothing = [None] * len(items)
    found = Walk(items, nothing[:], table_guards(code, items), nothing[:])
    begun = code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
    # what is sent into a generator of 3.10 lies there already: GEN_START takes it off
    follow(found, [(0, 1 if HERE < (3, 11) and begun else 0, ())])
    return found


def table_guards(code, items):
    """The first entry of the exception table that covers each instruction."""
    guards = [None] * len(items)
    if HERE < (3, 11):
        return guards
    at = {item.offset: index for index, item in enumerate(items)} | {len(code.co_code): len(items)}
    for entry in dis._parse_exception_table(code):
        for index in range(at[entry.start], at[entry.end]):
            guards[index] = guards[index] or (at[entry.target], entry.depth, entry.lasti)
    return guards


def follow(found, work):
    """Follow the ways in `work`: (instruction, depth, block stack)."""
    raised = set()
    while work:
        index, depth, blocks = work.pop()
        while index is not None:
            if found.depths[index] is not None:
                if (found.depths[index], found.blocks[index]) != (depth, blocks):
                    found.disagreements.append(f"{index}: {depth} {blocks}, not {found.depths[index]}")
                break
            found.depths[index], found.blocks[index] = depth, blocks
            if depth < 0:
                found.disagreements.append(f"{index}: {depth}")
            if HERE < (3, 11):
                found.guards[index] = innermost(blocks)
            guard = found.guards[index]
            if guard and (guard, blocks) not in raised:
                raised.add((guard, blocks))
                work.append((guard[0], guard[1] + pushed(guard[2]), handling(blocks)))
            if guard and guard[1] > depth:
                found.shallow.append(index)
            index, depth, blocks = go_on(found, index, depth, blocks, work)


def innermost(blocks):
    """The handler that an exception goes to: blocks of exceptions being handled are taken off first."""
    return next(((handler, depth, False) for handler, depth in reversed(blocks) if handler != HANDLING), None)


def handling(blocks):
    """The block stack in the handler."""
    while blocks and blocks[-1][0] == HANDLING:
        blocks = blocks[:-1]
    return (*blocks[:-1], (HANDLING, blocks[-1][1])) if blocks else ()


def go_on(found, index, depth, blocks, work):
    """Put the jump into `work` and return the next instruction, None where control does not get there."""
    item = found.items[index]
    if item.op in PLAIN:
        return (index + 1 if index + 1 < len(found.items) else None), depth + effect(item.op, item.arg, False), blocks
    if item.name in POPS_BLOCK and HERE < (3, 11):
        blocks = blocks[:-1]
    after, next_index = depth, None
    for target, kind in found.ways(index):
        if kind in ("next", "not taken"):
            next_index, after = target, depth + effect(item.op, item.arg, False)
        elif kind != "setup":
            work.append((target, depth + effect(item.op, item.arg, True), blocks))
    if item.name in PUSHES_BLOCK:
        # what __aenter__ gave is pushed on top of what the handler will find
        kept = depth - 1 if item.name == "SETUP_ASYNC_WITH" else depth
        # SETUP_WITH takes the manager off and pushes __exit__, which the handler keeps
        blocks = (*blocks, (item.target, kept))
    return next_index, after, blocks
