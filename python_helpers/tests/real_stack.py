"""How deep the interpreter's own stack is while a program runs, read from its frames.

Independent of the package's tables: an offset comes from `_Py_DebugOffsets` at the start of `_PyRuntime`
where that has it, else from the header that is named. Every executed instruction is seen:

- 3.10, 3.11: sys.settrace with f_trace_opcodes; the interpreter saves its stack pointer before it calls.
- 3.12, 3.13: it does not for INSTRUCTION events, but it does for LINE events. So each instruction gets
  a line of its own (`prepared`). END_FOR, END_SEND, RESUME and END_ASYNC_FOR begin no line
  (Python/instrumentation.c, initialize_lines) and are not seen.
- 3.14 and later: INSTRUCTION events.
"""

from __future__ import annotations

import contextlib
import ctypes
import dis
import struct
import sys
import types
from collections import defaultdict

from bytecode_walk import HERE, caches_of

from pymastery.cpython import memory
from pymastery.cpython.memory import read

LINES = HERE in ((3, 12), (3, 13))
POINTER = 8

# Include/cpython/frameobject.h of 3.10: struct _frame
F_STACKDEPTH, F_IBLOCK, F_BLOCKSTACK = 80, 104, 112
# Include/internal/pycore_frame.h of 3.11 to 3.15: struct _frame
F_FRAME = 24
# the same header of 3.11 to 3.13: int stacktop of _PyInterpreterFrame, counted from localsplus
STACKTOP = 64
LOCALSPLUS = 72
# Include/internal/pycore_runtime.h of 3.13, pycore_debug_offsets.h of 3.14 and 3.15: which 64-bit word of
# _Py_DebugOffsets is interpreter_frame.localsplus; .stackpointer is two words further
DEBUG_OFFSETS = {(3, 13): 32, (3, 14): 35, (3, 15): 43}


def debug_offset(word):
    runtime = ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime"))
    cookie, version = struct.unpack("8sQ", read(runtime, 16))
    assert cookie == b"xdebugpy"
    assert (version >> 24, version >> 16 & 255) == HERE
    return struct.unpack("Q", read(runtime + 8 * word, 8))[0]


def readable():
    """Whether memory can be read here."""
    try:
        memory.reader()
    except memory.NoReader:
        return False
    return True


if HERE in DEBUG_OFFSETS and readable():
    LOCALSPLUS = debug_offset(DEBUG_OFFSETS[HERE])
STACKPOINTER = debug_offset(DEBUG_OFFSETS[HERE] + 2) if HERE >= (3, 14) and readable() else 0


def number(address, form="q"):
    return struct.unpack(form, read(address, struct.calcsize(form)))[0]


def slots_before_stack(code):
    """How many slots of a frame hold variables: co_nlocalsplus."""
    count = 0
    with contextlib.suppress(IndexError):
        while code._varname_from_oparg(count):
            count += 1
    return count


def depth_of(frame, variables):
    """How many slots of the stack a frame has in use behind its variables, None where it has not been saved."""
    if HERE == (3, 10):
        depth = number(id(frame) + F_STACKDEPTH, "i")
        return None if depth < 0 else depth
    inner = number(id(frame) + F_FRAME, "Q")
    if HERE < (3, 14):
        top = number(inner + STACKTOP, "i")
        return None if top == -1 else top - variables
    pointer = number(inner + STACKPOINTER, "Q")
    return (pointer - inner - LOCALSPLUS) // POINTER - variables if pointer else None


def block_stack(frame):
    """(type, handler, level) of each block of a frame, from the outermost in; 3.10 only."""
    count = number(id(frame) + F_IBLOCK, "i")
    found = struct.iter_unpack("3i", read(id(frame) + F_BLOCKSTACK, 12 * count)) if count else ()
    return tuple((kind, 2 * handler, level) for kind, handler, level in found)


# --- a line an instruction (3.12, 3.13) ----------------------------------------------------------------


def first_units(code):
    """The code unit of each instruction, and whether it comes after EXTENDED_ARG, whose line it shares."""
    units, extended, unit, ops = [], False, 0, code.co_code[::2]
    while unit < len(ops):
        units.append((unit, extended))
        extended = ops[unit] == dis.EXTENDED_ARG
        unit += 1 + caches_of(ops[unit])
    return units


def varint(value):
    parts = []
    while value >= 64:
        parts.append(64 | value & 63)
        value >>= 6
    return bytes((*parts, value))


def prepared(code):
    """A code object and those in it, in which every instruction has a line of its own."""
    consts = tuple(prepared(const) if isinstance(const, types.CodeType) else const for const in code.co_consts)
    if not LINES:
        return code
    table, above, units = bytearray(), 1, first_units(code)
    ends = [unit for unit, _ in units[1:]] + [len(code.co_code) // 2]
    for place, ((unit, extended), end) in enumerate(zip(units, ends, strict=True)):
        # another than that of any instruction near, for a jump to the same line is no event; and at most 127
        # from where the interpreter expects it, a line in 32 units, or it looks for it from the beginning
        line = above if extended else 1 + (unit >> 5) + place % 120
        while unit < end:
            length = min(8, end - unit)
            # Objects/locations.md: code 13 is a line without columns
            table += bytes((0x80 | 13 << 3 | length - 1,)) + varint(abs(line - above) << 1 | (line < above))
            unit, above = unit + length, line
    return code.replace(co_linetable=bytes(table), co_consts=consts, co_firstlineno=1)


# --- seeing ------------------------------------------------------------------------------------------------


class Watched:
    """One code object: offset of an instruction → what the depths before it were, and the block stacks (3.10)."""

    def __init__(self, code):
        self.code = code
        self.variables = slots_before_stack(code) if HERE > (3, 10) else 0
        self.depths = defaultdict(set)
        self.blocks = defaultdict(set)


class Seen:
    """What was read of each code object; the number of events."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.codes = {}  # by id: to hash a code object is to read all of it
        self.events = 0

    def of(self, code):
        watched = self.codes.get(id(code))
        if watched is None:
            watched = self.codes[id(code)] = Watched(code)
        return watched

    def at(self, frame, offset):
        self.events += 1
        watched = self.of(frame.f_code)
        watched.depths[offset].add(depth_of(frame, watched.variables))
        if HERE == (3, 10):
            watched.blocks[offset].add(block_stack(frame))

    def trace(self, frame, event, arg):
        if not self.wanted(frame.f_code):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            self.at(frame, frame.f_lasti)
        return self.trace

    def on_line(self, code, line):
        if not self.wanted(code):
            return sys.monitoring.DISABLE
        frame = sys._getframe(1)
        return self.at(frame, frame.f_lasti)

    def on_instruction(self, code, offset):
        if not self.wanted(code):
            return sys.monitoring.DISABLE
        return self.at(sys._getframe(1), offset)


@contextlib.contextmanager
def watching(wanted):
    """Yield what is seen of each instruction that is executed inside, in code objects that are wanted."""
    seen = Seen(wanted)
    if HERE < (3, 12):
        before = sys.gettrace()
        sys.settrace(seen.trace)
        try:
            yield seen
        finally:
            sys.settrace(before)
        return
    tool, monitoring = 4, sys.monitoring
    event = monitoring.events.LINE if LINES else monitoring.events.INSTRUCTION
    monitoring.use_tool_id(tool, "real stack")
    monitoring.register_callback(tool, event, seen.on_line if LINES else seen.on_instruction)
    monitoring.set_events(tool, event)
    try:
        yield seen
    finally:
        monitoring.set_events(tool, 0)
        monitoring.register_callback(tool, event, None)
        monitoring.free_tool_id(tool)
        monitoring.restart_events()
