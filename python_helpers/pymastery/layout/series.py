"""Readings one after the other: one object while it is changed, or several objects beside each other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from inspect import Parameter, signature
from itertools import pairwise
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from pymastery.cpython.memory import BadAddress, NoReader, read
from pymastery.cpython.structs import Layouts, layouts_here
from pymastery.describe import describe
from pymastery.layout.contents import contents_of, owned
from pymastery.layout.difference import changes, marked_with, moved_blocks, resized_blocks
from pymastery.layout.facts import Block, Field, Layout, Moment, Series

CALLS = 200
"""Calls of a change, at most."""

OBJECTS = 32
"""Objects beside each other, at most."""

_LABEL = 40
_TOLD = 8
_METH_O = 0x8
_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


def takes_number(change: Callable[..., object]) -> bool:
    """Return whether a function has to be given one argument: it gets the number of its call.

    Anything but a function or a method is called without one: asking for its signature could run code of its class.
    """
    function, given = change, 0
    if type(change) is MethodType:
        function, given = change.__func__, 1
    if type(function) is FunctionType:
        # its own signature would evaluate annotations, and go through what it wraps
        defaults = function.__defaults__
        return function.__code__.co_argcount - given - (tuple.__len__(defaults) if defaults else 0) == 1
    if type(function) is not BuiltinFunctionType:
        return False
    try:
        parameters = signature(function).parameters.values()
    except (TypeError, ValueError):  # of some C functions no signature is known
        return _takes_one_object(function)
    return sum(each.default is Parameter.empty and each.kind in _POSITIONAL for each in parameters) == 1


def _takes_one_object(function: BuiltinFunctionType) -> bool:
    """Return whether C declares a function with METH_O, such as set.add (Include/methodobject.h)."""
    layouts = layouts_here()
    member = layouts.find("PyCFunctionObject", "m_ml") if layouts else None
    if layouts is None or member is None:
        return False
    try:
        definition = int.from_bytes(read(id(function) + member.offset, member.size), sys.byteorder)
        # struct PyMethodDef: name, function, flags, documentation
        flags = int.from_bytes(read(definition + 2 * layouts.pointer_size, 4), sys.byteorder)
    except (BadAddress, NoReader):
        return False
    return bool(flags & _METH_O)


def checked_times(times: Any) -> int:
    """Return how often a change is called.

    Raises:
        TypeError: For what is no int.
        ValueError: For one that is not from 1 to CALLS.
    """
    if type(times) is not int:
        raise TypeError(f"times is how often the change is called: an int, not {describe(times)}")
    if not 1 <= times <= CALLS:
        raise ValueError(f"times is how often the change is called: from 1 to {CALLS}, not {times}")
    return times


def of_changes(readings: Sequence[Layout], layouts: Layouts | None) -> Layout:
    """Return the last of the readings of one object, with the series of them.

    Args:
        readings: One before the first call of the change, and one after each.
        layouts: The struct layouts that hold here, None where no memory is read.

    Returns:
        Each field that differs from the reading before is marked. Those readings are kept whole in which a block was
        resized or moved, and the first; of the others only the numbers.
    """
    moments = [_moment("before", readings[0], layouts, readings[0])]
    last = readings[0]
    for number, (before, after) in enumerate(pairwise(readings), start=1):
        last = marked_with(before, after)
        moved, resized = moved_blocks(before, after), resized_blocks(before, after)
        moment = _moment(f"call {number}", last, layouts, last if moved or resized else None)
        changed = len(list(changes(before, last)))
        moments.append(replace(moment, changed=changed, moved=tuple(moved), resized=tuple(resized)))
    return _with_series(last, Series("changes", tuple(moments)), _what_happened(moments))


def of_objects(readings: Sequence[Layout], layouts: Layouts | None) -> Layout:
    """Return the last of the readings of several objects, with the series of them.

    Args:
        readings: One of each object, made while all of them were alive.
        layouts: The struct layouts that hold here, None where no memory is read.

    Returns:
        A pointer to a block that an object before has too says so.
    """
    seen: dict[int, str] = {}
    moments: list[Moment] = []
    last = readings[0]
    for number, reading in enumerate(readings, start=1):
        found = {block.id: seen[block.address] for block in reading.blocks if block.size and block.address in seen}
        for block in reading.blocks:
            name = f"object {number}" if block.id == "object" else f"{block.id} of object {number}"
            seen.setdefault(block.address, name)
        last = replace(reading, blocks=tuple(_noted(block, found) for block in reading.blocks))
        shared = tuple(
            f"{own} is the same {'' if own == 'object' else 'block '}as {other}" for own, other in found.items()
        )
        moment = _moment(describe_layout(reading), last, layouts, last)
        changed = len(list(changes(readings[number - 2], marked_with(readings[number - 2], reading)))) if moments else 0
        moments.append(replace(moment, changed=changed, shared=shared))
    told = [f"Of object {number}, {each}." for number, moment in enumerate(moments, 1) for each in moment.shared]
    words = " ".join(told[:_TOLD]) if told else "No two of these objects have a block in common that is drawn."
    return _with_series(last, Series("objects", tuple(moments)), words if layouts else "")


def describe_layout(reading: Layout) -> str:
    """Return a short name of the object of a layout."""
    return reading.repr if len(reading.repr) <= _LABEL else f"{reading.repr[: _LABEL - 1]}\N{HORIZONTAL ELLIPSIS}"


def _moment(label: str, reading: Layout, layouts: Layouts | None, kept: Layout | None) -> Moment:
    contents = contents_of(reading, layouts) if layouts else None
    size = reading.blocks[0].size if reading.blocks else reading.getsizeof
    return Moment(label, size, owned(reading, contents), contents, 0, layout=kept)


def _with_series(last: Layout, series: Series, words: str) -> Layout:
    *before, end = series.moments
    notice = " ".join(filter(None, (last.notice, words)))
    return replace(last, series=replace(series, moments=(*before, replace(end, layout=None))), notice=notice or None)


def _noted(block: Block, found: dict[str, str]) -> Block:
    return replace(block, fields=tuple(_said(field, found) for field in block.fields))


def _said(field: Field, found: dict[str, str]) -> Field:
    other = found.get(field.target.block or "") if field.target else None
    return replace(field, note=f"the same block as {other}") if other else field


def _what_happened(moments: Sequence[Moment]) -> str:
    """Return in which calls each block was resized, and in which it moved."""
    if moments[0].layout is None or not moments[0].layout.blocks:
        return ""
    names = dict.fromkeys(name for moment in moments for name in (*moment.resized, *moment.moved))
    told = []
    for name in names:
        resized = [number for number, moment in enumerate(moments) if name in moment.resized]
        moved = [number for number, moment in enumerate(moments) if name in moment.moved]
        parts = [
            f"{word} in {_calls(numbers)}" for word, numbers in (("resized", resized), ("moved", moved)) if numbers
        ]
        told.append(f"{name} was {', and '.join(parts)}.")
    return " ".join(told) or "No block was resized or moved."


def _calls(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"call {numbers[0]}"
    if len(numbers) > _TOLD:
        return f"{len(numbers)} calls, the last of them call {numbers[-1]}"
    return f"calls {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
