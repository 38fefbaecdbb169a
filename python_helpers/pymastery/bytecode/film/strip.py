"""The strip of a film: a column for each stretch of calls, a cell for each instruction.

A column begins where something changed that is no counter, at the first two calls and the last,
and where a call got arguments of other types or came out in another way. Counters, which change
all the time, are read at the end of each column.
"""

from __future__ import annotations

import types
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from pymastery.bytecode.film.guards import Guards, counter_words, ticks
from pymastery.cpython import caches, opcodes
from pymastery.describe import bounded

COLUMNS = 64
"""Columns of a film, at most."""

EVENTS = 200
"""Events of a film, at most."""

PLAIN, ADAPTIVE, SPECIALISED = "plain", "adaptive", "specialised"
DEOPTIMISED, EXECUTOR, INSTRUMENTED = "deoptimised", "executor", "instrumented"
STATES = (PLAIN, ADAPTIVE, SPECIALISED, DEOPTIMISED, EXECUTOR, INSTRUMENTED)
"""Cannot specialise; may, and has not yet; has; had, and is generic again; the optimizer's trace; watched by a tool."""


@dataclass(frozen=True)
class Call:
    """A column: consecutive calls in which nothing changed.

    Attributes:
        first: Number of the first one, from 1; 0 in the column before the first call.
        last: Number of the last one.
        arguments: Of the first call, and after "…" of the last one where they differ.
        outcome: Likewise: "returned 3", "raised ValueError: no".
    """

    first: int
    last: int
    arguments: str
    outcome: str


@dataclass(frozen=True)
class Cell:
    """What is in the live code for one instruction.

    Attributes:
        opname: What runs there: a specialised name, "ENTER_EXECUTOR", "INSTRUMENTED_…".
        state: One of STATES.
        words: What its inline caches say, in phrases.
    """

    opname: str
    state: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A cell that differs from the column before.

    Attributes:
        code: Index of the code object.
        instruction: Index of the instruction, EXTENDED_ARG counted and caches not.
        call: Index of the column.
        cell: What it is from this column on.
    """

    code: int
    instruction: int
    call: int
    cell: Cell


@dataclass(frozen=True)
class Event:
    """Something that happened to an instruction; `call` is the index of the column it happened in."""

    call: int
    code: int
    instruction: int
    sentence: str


Key = tuple[int, int]
"""Index of the code object, index of the instruction."""


@dataclass
class _Column:
    first: int
    last: int
    arguments: list[str]
    outcomes: list[str]
    cells: dict[Key, Cell] = field(default_factory=dict)
    merged: bool = False

    def call(self) -> Call:
        return Call(self.first, self.last, _span(self.arguments), _span(self.outcomes))


def _span(texts: list[str]) -> str:
    first, last = texts[0], texts[-1]
    return first if first == last else f"{first} … {last.removeprefix('returned ')}"


class _Watched:
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
        words = self.phrases[index]
        count = counter_words(instruction.opname, instruction.words[0]) if instruction.words else ""
        return Cell(instruction.opname, self.states[index], (*words, count) if count else words)


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


class Strip:
    """Records a film, a call at a time.

    Args:
        codes: The code objects to watch, before they run.
        guards: Says what a specialised instruction expects.
    """

    def __init__(self, codes: Iterable[types.CodeType], guards: Guards) -> None:
        self.unsaid = 0
        self._guards = guards
        self._watched = [_Watched(code) for code in codes]
        self._columns = [_Column(0, 0, [""], [""])]
        self._kind: object = None
        self._ticked: set[Key] = set()
        self._events: list[tuple[int, Key, str]] = []
        for place, watched in enumerate(self._watched):
            for index, instruction in enumerate(watched.now):
                watched.states[index], watched.phrases[index] = self._said(watched, index)
                cell = watched.cell(index, instruction)
                if cell.state != PLAIN or cell.words:
                    self._columns[0].cells[place, index] = cell

    def record(self, number: int, arguments: str, outcome: str, kind: object, *, last: bool) -> None:
        """Take note of what a call has changed.

        Args:
            number: Of the call, from 1.
            arguments: In words.
            outcome: In words.
            kind: Equal for calls that may share a column.
            last: Whether no call follows, so that what is expected has to be read once more.
        """
        before: dict[Key, caches.Instruction] = {}
        for place, watched in enumerate(self._watched):
            before.update(((place, index), old) for index, old in watched.update().items())
        said = self._differences(before, last or number <= 2)
        if said or number <= 2 or last or kind != self._kind:
            self._close(before)
            self._begin(_Column(number, number, [arguments], [outcome]))
            for (place, index), (state, phrases) in said.items():
                watched = self._watched[place]
                watched.states[index], watched.phrases[index] = state, phrases
                if state == SPECIALISED:
                    watched.specialised.add(index)
                self._columns[-1].cells[place, index] = watched.cell(index, watched.now[index])
            self._tell(number, before)
            self._ticked = set()
        else:
            column = self._columns[-1]
            column.last, column.arguments[1:], column.outcomes[1:] = number, [arguments], [outcome]
        self._kind = kind
        self._ticked.update(before)

    def _differences(
        self, before: dict[Key, caches.Instruction], everything: bool
    ) -> dict[Key, tuple[str, tuple[str, ...]]]:
        """State and phrases of the instructions in which more than a counter has changed."""
        keys = set(before)
        for place, watched in enumerate(self._watched):
            if everything or watched.turned_warm:
                keys.update((place, index) for index in range(len(watched.now)))
        found = {}
        for place, index in sorted(keys):
            watched = self._watched[place]
            now, state, phrases = watched.now[index], watched.states[index], watched.phrases[index]
            old = before.get((place, index), now)
            first = ticks(now.base)
            replaced = old.opname != now.opname or old.words[first:] != now.words[first:]
            # a specialised instruction whose counter moved has missed: what it expects may be gone
            if replaced or everything or state == SPECIALISED or watched.state(index) != state:
                said = self._said(watched, index)
                if replaced or said != (state, phrases):
                    found[place, index] = said
        return found

    def _said(self, watched: _Watched, index: int) -> tuple[str, tuple[str, ...]]:
        state, instruction = watched.state(index), watched.now[index]
        if state == SPECIALISED:
            return state, self._guards.words(instruction.opname, watched.names[index], instruction.words)
        if state == EXECUTOR:
            inner = caches.replaced(watched.code, instruction.offset) or instruction.base
            return state, (f"a trace of the optimizer stands in for {inner}",)
        if state == INSTRUMENTED:
            return state, (f"a tracing, profiling or monitoring tool watches it: it stands for {instruction.base}",)
        return state, ()

    def _begin(self, column: _Column) -> None:
        self._columns.append(column)
        if len(self._columns) > COLUMNS:
            middle, later = self._columns[-3], self._columns.pop(-2)
            middle.last = later.last
            middle.arguments[1:], middle.outcomes[1:] = later.arguments[-1:], later.outcomes[-1:]
            middle.cells.update(later.cells)
            middle.merged = True

    def _close(self, before: dict[Key, caches.Instruction]) -> None:
        """Write the counters into the last column as they were before the call that ended it."""
        for place, index in self._ticked:
            watched = self._watched[place]
            instruction = before.get((place, index), watched.now[index])
            self._columns[-1].cells[place, index] = watched.cell(index, instruction)

    def _tell(self, number: int, before: dict[Key, caches.Instruction]) -> None:
        tools: dict[tuple[int, bool], list[int]] = {}
        for (place, index), old in before.items():
            new = self._watched[place].now[index]
            watched, now = (caches.is_instrumented(each.opname) for each in (old, new))
            if watched and now:
                continue
            if watched or now:
                tools.setdefault((place, now), []).append(index)
            elif sentence := _sentence(old.opname, new.opname):
                self._note(number, (place, index), sentence)
        for (place, now), indexes in tools.items():
            name = bounded(self._watched[place].code.co_name)
            verb = "watches" if now else "no longer watches"
            many = "one instruction" if len(indexes) == 1 else f"{len(indexes)} instructions"
            sentence = f"a tracing, profiling or monitoring tool {verb} {many} of {name}"
            self._note(number, (place, indexes[0]), sentence)

    def _note(self, number: int, key: Key, sentence: str) -> None:
        if len(self._events) < EVENTS:
            self._events.append((number, key, f"call {number}: {sentence}"))
        else:
            self.unsaid += 1

    @property
    def merged(self) -> tuple[int, int] | None:
        """The calls, first and last, that are shown as one column because there is no room."""
        return next(((column.first, column.last) for column in self._columns if column.merged), None)

    def finished(self) -> tuple[tuple[Call, ...], tuple[Change, ...], tuple[Event, ...]]:
        """Return the columns, what differs between them, and the events. Nothing may be recorded after."""
        self._close({})
        shown: dict[Key, Cell] = {}
        changes = []
        for call, column in enumerate(self._columns):
            for key, cell in sorted(column.cells.items()):
                if shown.get(key) != cell:
                    changes.append(Change(*key, call, cell))
            shown.update(column.cells)
        starts = [column.first for column in self._columns]
        events = [Event(bisect_right(starts, number) - 1, *key, sentence) for number, key, sentence in self._events]
        return tuple(column.call() for column in self._columns), tuple(changes), tuple(events)


def _sentence(old: str, new: str) -> str:
    """Say what it means that one opcode has taken the place of another, "" where it means little."""
    if caches.is_executor(new):
        return f"{old} became {new}: from now on a trace of the optimizer runs there"
    if caches.is_executor(old):
        return f"the trace of the optimizer was given up: {old} became {new}"
    if old == new or not caches.expects_types(new):
        return ""
    if caches.is_specialised(old):
        after = f"after {caches.misses()} misses " if caches.misses() else ""
        return f"{after}{old} {'became' if caches.is_specialised(new) else 'went back to'} {new}"
    return f"{old} became {new}" if caches.is_specialised(new) else ""
