"""The strip of a film: a column for each stretch of calls, a cell for each instruction.

A column begins where something changed that is no counter, at the first two calls and the last,
and where a call got arguments of other types or came out in another way. Counters, which change
all the time, are read at the end of each column.

The code is read between calls: what comes and goes inside one call leaves no mark.
"""

from __future__ import annotations

import types
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pymastery.bytecode.film.columns import Column, Columns, Key
from pymastery.bytecode.film.guards import Guards, ticks
from pymastery.bytecode.film.watched import EXECUTOR, INSTRUMENTED, MISSED, PLAIN, SPECIALISED, Cell, Watched
from pymastery.cpython import caches
from pymastery.describe import bounded

EVENTS = 200
"""Events of a film, at most."""

Said = tuple[str, tuple[str, ...]]
"""State and phrases of an instruction."""


@dataclass(frozen=True)
class Change:
    """A cell that differs from the column before.

    Attributes:
        code: Index of the code object.
        instruction: Index of the instruction, EXTENDED_ARG counted and caches not.
        column: Index of the column.
        cell: What it is from this column on.
    """

    code: int
    instruction: int
    column: int
    cell: Cell


@dataclass(frozen=True)
class Event:
    """Something that happened to an instruction, or to several from it on, during a call.

    Attributes:
        call: Number of the call, from 1.
        column: Index of the column that the call is in.
        code: Index of the code object.
        instruction: Index of the instruction.
        sentence: What happened: "BINARY_OP became BINARY_OP_ADD_INT".
    """

    call: int
    column: int
    code: int
    instruction: int
    sentence: str


class Strip:
    """Records a film, a call at a time.

    Args:
        codes: The code objects to watch, before they run.
        guards: Says what a specialised instruction expects.
    """

    def __init__(self, codes: Iterable[types.CodeType], guards: Guards) -> None:
        self.unsaid = 0
        self.instrumented: set[Key] = set()
        self._guards = guards
        self._watched = [Watched(code) for code in codes]
        self._columns = Columns()
        self._ticked: set[Key] = set()
        self._left: dict[Key, int] = {}
        self._events: list[tuple[int, Key, str]] = []
        for place, watched in enumerate(self._watched):
            for index in range(len(watched.now)):
                self._write((place, index), self._said(watched, index))
        cells = self._columns.last.cells
        for key in [key for key, cell in cells.items() if cell.state == PLAIN and not cell.phrases]:
            del cells[key]

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
        is_major = bool(said) or number <= 2 or last
        if is_major or self._columns.is_of_another_kind(kind):
            self._close(before)
            self._columns.begin(number, arguments, outcome, kind, is_minor=not is_major)
            self._tell(number, before, said)
            for key, found in said.items():
                self._write(key, found)
                if key in before and _is_another(before[key], self._now(key)):
                    self._left.pop(key, None)
            self._ticked = set()
        else:
            self._columns.add(number, arguments, outcome, kind)
        self._ticked.update(before)

    def _write(self, key: Key, said: Said) -> None:
        """Write what an instruction is now into the last column."""
        place, index = key
        watched = self._watched[place]
        watched.states[index], watched.phrases[index] = said
        if said[0] == SPECIALISED:
            watched.specialised.add(index)
        elif said[0] == INSTRUMENTED:
            self.instrumented.add(key)
        self._columns.last.cells[key] = watched.cell(index, watched.now[index])

    def _differences(self, before: dict[Key, caches.Instruction], everything: bool) -> dict[Key, Said]:
        """State and phrases of the instructions in which more than a counter has changed."""
        keys = set(before)
        for place, watched in enumerate(self._watched):
            if everything or watched.turned_warm:
                keys.update((place, index) for index in range(len(watched.now)))
        found = {}
        for place, index in sorted(keys):
            watched = self._watched[place]
            now, state, phrases = watched.now[index], watched.states[index], watched.phrases[index]
            replaced = _is_another(before.get((place, index), now), now)
            # a specialised instruction whose counter moved has missed: what it expects may be gone
            if replaced or everything or state == SPECIALISED or watched.state(index) != state:
                said = self._said(watched, index)
                if replaced or said != (state, phrases):
                    found[place, index] = said
        return found

    def _now(self, key: Key) -> caches.Instruction:
        place, index = key
        return self._watched[place].now[index]

    def _said(self, watched: Watched, index: int) -> Said:
        state, instruction = watched.state(index), watched.now[index]
        if state == SPECIALISED:
            return state, self._guards.phrases(instruction.opname, watched.names[index], instruction.words)
        if state == EXECUTOR:
            inner = caches.replaced(watched.code, instruction.offset) or instruction.base
            return state, (f"a trace of the optimizer stands in for {inner}",)
        if state == INSTRUMENTED:
            return state, (f"a tracing, profiling or monitoring tool watches it: it stands for {instruction.base}",)
        return state, ()

    def _close(self, before: dict[Key, caches.Instruction]) -> None:
        """Write the counters into the last column as they were before the call that ended it."""
        for key in self._ticked:
            place, index = key
            instruction = before.get(key, self._now(key))
            self._columns.last.cells[key] = self._watched[place].cell(index, instruction)
            left, limit = _misses_left(instruction), caches.misses()
            if left is not None and limit is not None:
                self._columns.last.missed[key] += max(0, self._left.get(key, limit) - left)
                self._left[key] = left

    def _tell(self, number: int, before: dict[Key, caches.Instruction], said: dict[Key, Said]) -> None:
        """Note what a call has done, before what was said of the instructions is forgotten."""
        tools: dict[tuple[int, bool], list[int]] = {}
        for place, index in sorted({*before, *said}):
            watched = self._watched[place]
            new = watched.now[index]
            old = before.get((place, index), new)
            was, now = (caches.is_instrumented(each.opname) for each in (old, new))
            if was != now:
                tools.setdefault((place, now), []).append(index)
            elif was:
                continue
            elif sentence := _replaced(old, new) or _expects(
                old, new, watched.phrases[index], said.get((place, index))
            ):
                self._note(number, (place, index), sentence)
        for (place, now), indexes in tools.items():
            name = bounded(self._watched[place].code.co_name)
            verb = "watches" if now else "no longer watches"
            many = "one instruction" if len(indexes) == 1 else f"{len(indexes)} instructions"
            sentence = f"a tracing, profiling or monitoring tool {verb} {many} of {name}"
            self._note(number, (place, indexes[0]), sentence)

    def _note(self, number: int, key: Key, sentence: str) -> None:
        if len(self._events) < EVENTS:
            self._events.append((number, key, sentence))
        else:
            self.unsaid += 1

    @property
    def merged(self) -> tuple[int, int, int] | None:
        """Of the first column that stands for several: its first call, its last; and how many such columns."""
        found = self._columns.merged
        return (found[0].first, found[0].last, len(found)) if found else None

    def finished(self) -> tuple[tuple[Column, ...], tuple[Change, ...], tuple[Event, ...]]:
        """Return the columns, what differs between them, and the events. Nothing may be recorded after."""
        self._close({})
        held: dict[Key, Cell] = {}
        shown: dict[Key, Cell] = {}
        changes = []
        for place, stretch in enumerate(self._columns):
            held.update(stretch.cells)
            was_missed = [key for key, cell in shown.items() if cell.state == MISSED]
            for key in sorted({*stretch.cells, *was_missed}):
                cell = _marked(held[key], stretch.missed[key])
                if shown.get(key) != cell:
                    changes.append(Change(*key, place, cell))
                shown[key] = cell
        starts = [stretch.first for stretch in self._columns]
        events = [
            Event(number, bisect_right(starts, number) - 1, *key, sentence) for number, key, sentence in self._events
        ]
        return tuple(stretch.column() for stretch in self._columns), tuple(changes), tuple(events)


def _is_another(old: caches.Instruction, new: caches.Instruction) -> bool:
    """Whether more than a counter has changed."""
    first = ticks(new.base)
    return old.opname != new.opname or old.words[first:] != new.words[first:]


def _misses_left(instruction: caches.Instruction) -> int | None:
    """How often a specialised form may still miss before it is reconsidered, None for what counts no misses."""
    if not instruction.words or not caches.is_specialised(instruction.opname):
        return None
    counter = caches.counter(instruction.opname, instruction.words[0])
    return counter.left if counter is not None and counter.counts == "misses" else None


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _marked(cell: Cell, missed: int) -> Cell:
    """The cell of a form that stood there, and of which the counter proves that others did its work."""
    if not missed or cell.state != SPECIALISED:
        return cell
    many = "one miss" if missed == 1 else f"{missed} misses"
    said = f"{many} in this column: {caches.base_of(cell.opname)} ran instead"
    return Cell(cell.opname, MISSED, (said, *cell.phrases))


def _missed(old: caches.Instruction) -> str:
    """How often an instruction had missed when it was last read: what its counter proves."""
    left, limit = _misses_left(old), caches.misses()
    if left is None or limit is None or not 0 < limit - left < limit:
        return old.opname
    return f"{old.opname}, which had missed {_times(limit - left)} before,"


def _replaced(old: caches.Instruction, new: caches.Instruction) -> str:
    """Say what it means that one opcode has taken the place of another, "" where it means little."""
    if caches.is_executor(new.opname):
        return f"{old.opname} became {new.opname}: from now on a trace of the optimizer runs there"
    if caches.is_executor(old.opname):
        return f"the trace of the optimizer was given up: {old.opname} became {new.opname}"
    if old.opname == new.opname or not caches.expects_types(new.opname):
        return ""
    if caches.is_specialised(old.opname):
        verb = "became" if caches.is_specialised(new.opname) else "went back to"
        return f"{_missed(old)} {verb} {new.opname}"
    return f"{old.opname} became {new.opname}" if caches.is_specialised(new.opname) else ""


def _expects(old: caches.Instruction, new: caches.Instruction, phrases: tuple[str, ...], said: Said | None) -> str:
    """Say that a form which stayed expects something else, or can find no longer what it expects; else ""."""
    if old.opname != new.opname or not phrases or said is None or said[0] != SPECIALISED:
        return ""
    gone = [phrase for phrase in phrases if phrase not in said[1]]
    come = [phrase for phrase in said[1] if phrase not in phrases]
    return f"{_missed(old)} now {'; '.join(come)} (before: {'; '.join(gone)})" if come else ""
