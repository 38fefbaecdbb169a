"""Films how the instructions of a function specialise while it runs, call by call (PEP 659).

A fresh copy of the function is run; after each call the live code of the copy is read, which
changes nothing. Nothing is traced or instrumented here: that would take the specialisation away.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from pymastery.bytecode.film.calls import ITEMS, Call, Copy, calls_of, copy_of
from pymastery.bytecode.film.columns import COLUMNS, Column
from pymastery.bytecode.film.guards import Guards
from pymastery.bytecode.film.strip import EVENTS, Change, Event, Strip
from pymastery.bytecode.film.watched import STATES, Cell
from pymastery.bytecode.subject import visit
from pymastery.cpython import caches
from pymastery.interpreter import interpreter, unknown_notice

__all__ = ["CALLS", "COLUMNS", "STATES", "Cell", "Change", "Column", "Event", "Film", "film"]

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

    The code is read between calls: what comes and goes inside one call is not seen.

    Attributes:
        code: The fresh copy that ran. Its code objects in first-visit order, the outer one first and
            those in its constants depth first, are what `changes` and `events` count.
        columns: Stretches of calls; the first one is before the first call.
        changes: What differs from the column before, by column; in the first column, every
            instruction that is not plain. An instruction without a change is plain all along.
        events: What happened, in the order it happened.
        notices: Sentences on what is not shown, and why.
        subject: What was run, in words.
    """

    code: types.CodeType
    columns: tuple[Column, ...]
    changes: tuple[Change, ...]
    events: tuple[Event, ...]
    notices: tuple[str, ...]
    subject: str


def film(function: Any, calls: Iterable[Any], *, limit: int = CALLS) -> Film:
    """Run a fresh copy of a function and record how its instructions specialise.

    A method is run bound to its self. A generator is asked for its items, at most ITEMS of them; a
    coroutine is driven as far as it does not wait for an event loop. What a call raises is its
    outcome.

    Args:
        function: A function or method written in Python.
        calls: The arguments of each call: a tuple, an `inspect.BoundArguments`, or one argument alone.
        limit: Calls to run, at most; never more than CALLS.

    Raises:
        TypeError: Where `function` or `calls` is something else.
        KeyboardInterrupt: As the learner wants to stop.
    """
    copy = copy_of(function)
    limit = max(0, min(limit, CALLS))
    given = calls_of(calls, limit + 1)
    every = given[:limit]
    codes, total = _watched(copy.code)
    notices = _standing_notices()
    if total > INSTRUCTIONS:
        notices.append(f"{INSTRUCTIONS:,} of {total:,} instructions are watched.")
    before = _live(copy)
    strip = Strip(codes, _guards(copy, every, codes))
    cut, traced = 0, caches.traced()
    for number, call in enumerate(every, start=1):
        text = call.text()
        outcome = copy.run(call)
        cut += outcome.cut
        traced = traced or caches.traced()
        strip.record(number, text, outcome.text, (call.kinds, outcome.kind), last=number == len(every))
    notices += _notices_after(strip, len(every), len(given) > limit, cut, traced)
    if before != _live(copy):
        notices.append(
            f"The original of {copy.name} ran too, as one does that is called by its name from inside: "
            "those calls are not in the film, and the original's own instructions have changed."
        )
    return Film(copy.code, *strip.finished(), tuple(notices), copy.name)


def _live(copy: Copy) -> list[bytes]:
    """The live code of the original, which no call of the copy should change."""
    return [caches.live_bytes(code) for code, _ in visit((copy.original.__code__,))]


def _watched(code: types.CodeType) -> tuple[list[types.CodeType], int]:
    """Return the code objects that are watched, and how many instructions there are in all."""
    watched, total = [], 0
    for each, _ in visit((code,)):
        if total < INSTRUCTIONS:
            watched.append(each)
        total += len(caches.offsets(each))
    return watched, total


def _guards(copy: Copy, calls: Sequence[Call], codes: list[types.CodeType]) -> Guards:
    candidates: list[object] = [copy.original, *copy.bound]
    for cell in copy.original.__closure__ or ():
        try:
            candidates.append(cell.cell_contents)
        except ValueError:  # still empty
            continue
    for call in calls[:_CANDIDATES]:
        candidates.extend([*call.args, *call.kwargs.values()][:_CANDIDATES])
    # a method that an argument brings along is found through its class
    found = {id(obj): obj for obj in [*candidates, *(type(obj) for obj in candidates)]}
    return Guards(copy.copy.__globals__, _builtins_of(copy.copy), found.values(), codes)


def _standing_notices() -> list[str]:
    found = [unknown_notice(), caches.why_generic() or caches.warm_up()]
    if caches.per_thread():
        found.append(f"{interpreter().name} has a copy of the code for each thread: the first thread's is shown.")
    return [notice for notice in found if notice]


def _notices_after(strip: Strip, ran: int, is_limited: bool, cut: int, traced: str | None) -> list[str]:
    found = [traced] if traced else []
    if strip.instrumented and not traced:
        many = "one instruction" if len(strip.instrumented) == 1 else f"{len(strip.instrumented)} instructions"
        found.append(f"A tracing, profiling or monitoring tool watched {many}: while it does, they do not specialise.")
    if is_limited:
        found.append(f"{ran:,} calls were run; more were asked for.")
    if strip.merged:
        first, last, columns = strip.merged
        more = f", and likewise {columns - 1} more stretches of calls" if columns > 1 else ""
        found.append(
            f"More than {COLUMNS} columns: calls {first:,} to {last:,} are shown as one, "
            f"as they left the instructions{more}."
        )
    if strip.unsaid:
        found.append(f"{EVENTS} events are told; {strip.unsaid:,} more happened.")
    if cut:
        found.append(f"A generator is asked for {ITEMS:,} items at most: {cut:,} of the calls had more to give.")
    return found
