"""Films how the instructions of a function specialise while it runs, call by call (PEP 659).

A fresh copy of the function is run; after each call the live code of the copy is read, which
changes nothing. Nothing is traced or instrumented here: that would take the specialisation away.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from pymastery.bytecode.film.calls import ITEMS, Copy, arguments_text, copy_of, kinds
from pymastery.bytecode.film.guards import Guards
from pymastery.bytecode.film.strip import COLUMNS, EVENTS, STATES, Call, Cell, Change, Event, Strip
from pymastery.bytecode.subject import visit
from pymastery.cpython import caches
from pymastery.interpreter import interpreter, unknown_notice

__all__ = ["CALLS", "COLUMNS", "STATES", "Call", "Cell", "Change", "Event", "Film", "film"]

CALLS = 10**6
"""Calls that a film runs, at most."""

INSTRUCTIONS = 20_000
"""Instructions watched, at most, all code objects together."""

_CANDIDATES = 200

# mypy leaves this name out of its cache, so it knows the attribute in the first run only
_builtins_of: Callable[[types.FunctionType], dict[str, object]] = attrgetter("__builtins__")


@dataclass(frozen=True)
class Film:
    """What happened to the instructions of a function over a number of calls.

    Attributes:
        code: The fresh copy that ran. Its code objects in first-visit order, the outer one first and
            those in its constants depth first, are what `changes` and `events` count.
        calls: The columns; the first one is before the first call.
        changes: What differs from the column before, by column; in the first column, every
            instruction that is not plain. An instruction without a change is plain all along.
        events: What happened, in the order it happened.
        notices: Sentences on what is not shown, and why.
        subject: What was run, in words.
    """

    code: types.CodeType
    calls: tuple[Call, ...]
    changes: tuple[Change, ...]
    events: tuple[Event, ...]
    notices: tuple[str, ...]
    subject: str


def film(function: Any, calls: Sequence[tuple[Any, ...]], *, limit: int = CALLS) -> Film:
    """Run a fresh copy of a function and record how its instructions specialise.

    A method is run bound to its self. A generator is asked for its items, at most ITEMS of them; a
    coroutine is driven as far as it does not wait for an event loop. What a call raises is its
    outcome.

    Args:
        function: A function or method written in Python.
        calls: The arguments of each call, as a tuple.
        limit: Calls to run, at most; never more than CALLS.

    Raises:
        TypeError: Where `function` or `calls` is something else.
        KeyboardInterrupt: As the learner wants to stop.
    """
    ran = copy_of(function)
    every = _checked(calls)[: max(0, min(limit, CALLS))]
    codes, total = _watched(ran.code)
    notices = _standing_notices()
    if total > INSTRUCTIONS:
        notices.append(f"{INSTRUCTIONS:,} of {total:,} instructions are watched.")
    before = [caches.live_bytes(code) for code, _ in visit((ran.original.__code__,))]
    strip = Strip(codes, _guards(ran, every, codes))
    cut = 0
    for number, arguments in enumerate(every, start=1):
        text, types_given = arguments_text(arguments), kinds(arguments)
        outcome = ran.run(arguments)
        cut += outcome.cut
        strip.record(number, text, outcome.text, (types_given, outcome.kind), last=number == len(every))
    columns, changes, events = strip.finished()
    notices += _notices_after(strip, len(calls), len(every), cut)
    if before != [caches.live_bytes(code) for code, _ in visit((ran.original.__code__,))]:
        notices.append(
            f"The original of {ran.name} ran too, as one does that is called by its name from inside: "
            "those calls are not in the film, and the original's own instructions have changed."
        )
    return Film(ran.code, columns, changes, events, tuple(notices), ran.name)


def _checked(calls: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    if type(calls) is not list and type(calls) is not tuple:
        raise TypeError("give the calls as a list of tuples, such as [(1, 2), (3, 4)]")
    for number, arguments in enumerate(calls, start=1):
        if type(arguments) is not tuple:
            raise TypeError(f"call {number} is no tuple of arguments: one argument is written (5,), none ()")
    return calls


def _watched(code: types.CodeType) -> tuple[list[types.CodeType], int]:
    """Return the code objects that are watched, and how many instructions there are in all."""
    watched, total = [], 0
    for each, _ in visit((code,)):
        if total < INSTRUCTIONS:
            watched.append(each)
        total += len(caches.offsets(each))
    return watched, total


def _guards(copy: Copy, calls: Sequence[tuple[Any, ...]], codes: list[types.CodeType]) -> Guards:
    candidates: list[object] = [copy.original, *copy.bound]
    for cell in copy.original.__closure__ or ():
        try:
            candidates.append(cell.cell_contents)
        except ValueError:  # still empty
            continue
    for arguments in calls[:_CANDIDATES]:
        candidates.extend(arguments[:_CANDIDATES])
    # a method that an argument brings along is found through its class
    found = {id(obj): obj for obj in [*candidates, *(type(obj) for obj in candidates)]}
    return Guards(copy.copy.__globals__, _builtins_of(copy.copy), found.values(), codes)


def _standing_notices() -> list[str]:
    found = [unknown_notice(), caches.why_generic() or caches.warm_up(), caches.traced()]
    if caches.per_thread():
        found.append(f"{interpreter().name} has a copy of the code for each thread: the first thread's is shown.")
    return [notice for notice in found if notice]


def _notices_after(strip: Strip, asked: int, ran: int, cut: int) -> list[str]:
    found = []
    if ran < asked:
        found.append(f"{ran:,} of {asked:,} calls were run.")
    if strip.merged:
        found.append(
            f"More than {COLUMNS} columns: calls {strip.merged[0]:,} to {strip.merged[1]:,} are shown as one, "
            "as they left the instructions."
        )
    if strip.unsaid:
        found.append(f"{EVENTS} events are told; {strip.unsaid:,} more happened.")
    if cut:
        found.append(f"A generator is asked for {ITEMS:,} items at most: {cut:,} of the calls had more to give.")
    return found
