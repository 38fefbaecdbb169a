"""What `pm.layout` returns: a view whose fields can be asked for too."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import Any

from pymastery.cpython.memory import BadAddress
from pymastery.display import View
from pymastery.layout import layout
from pymastery.layout.blocks import MemoryBlock, MemoryField, MemoryMoment, blocks_of, moments_of
from pymastery.layout.decoding import Decoder, Undecodable
from pymastery.layout.difference import FieldChange, changes, compared_with
from pymastery.layout.facts import Holder, Layout, Place
from pymastery.layout.followed import followed
from pymastery.layout.inspector import Source
from pymastery.layout.ledger import count_of, ledger
from pymastery.layout.looks import Look
from pymastery.layout.payload import payload
from pymastery.layout.placement import place_of
from pymastery.layout.probing import probed
from pymastery.layout.referrers import Held
from pymastery.layout.series import OBJECTS, checked_times, of_changes, of_objects, takes_number
from pymastery.layout.static import html, plain


class DrawnError(Undecodable, ValueError):
    """The view has been drawn, and so holds its object no more."""


class LayoutView(View):
    """The memory of one object, drawn as the last expression of a cell, and its facts.

    A view that has been drawn lets go of its object: what a notebook keeps in `Out` would keep it alive.

    Args:
        facts: What was read.
        held: The object alone, in a list that is emptied when the view is drawn.
        where: What memory is understood with; None where it is not read.
        before: What it is compared with.
        readings: Those that the series is made of; none of a view of one moment.
    """

    def __init__(
        self,
        facts: Layout,
        held: Held,
        where: Source | None,
        before: Layout | None = None,
        readings: tuple[Layout, ...] = (),
    ) -> None:
        # nothing here refers back to the view: a cycle would keep the object alive until the collector comes
        drawn = cache(partial(_surrounded, facts, held, where))
        super().__init__("layout", lambda: payload(drawn()), lambda: html(drawn()), lambda: plain(drawn()))
        told = {"_facts": facts, "_held": held, "_where": where, "_before": before, "_readings": readings}
        for name, value in told.items():
            object.__setattr__(self, name, value)

    _facts: Layout
    _held: Held
    _where: Source | None
    _before: Layout | None
    _readings: tuple[Layout, ...]
    looks: tuple[Look, ...] = ()
    """What a search that `probe` was asked for looks at, in order; nothing of other views."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(include, exclude)
        self._held.clear()
        return bundle

    @property
    def refcount(self) -> int | float:
        """How many strong references to the object there are now, those of this view and of this call not counted.

        Returns:
            The number; `math.inf` for an immortal object, whose references are not counted (PEP 683).

        Raises:
            ValueError: Where no memory is read, and where the view has been drawn.
        """
        where = self._source("count its references")
        count = count_of(where, self._held)
        return math.inf if count is None else count

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Who holds the object now, each reference that can be named; the rest of `refcount` is nobody's we know.

        Returns:
            Nobody for an immortal object.

        Raises:
            ValueError: Where no memory is read, and where the view has been drawn.
        """
        where = self._source("ask who holds it")
        return ledger(where, self._held).holders

    @property
    def place(self) -> Place:
        """Where the object lives now: the pool of its block, the collector's generation, how much memory is its.

        Returns:
            Facts: `.pool` (None where pymalloc gave it no block), `.neighbours`, `.generation`, `.parts`,
            `.whole`, `.getsizeof` and `.retained`, what would be freed with it.

        Raises:
            ValueError: Where no memory is read, or that of the object cannot be, and where the view has been drawn.
        """
        where = self._source("ask where it lives")
        try:
            return place_of(where, self._held)
        except BadAddress as error:
            raise Undecodable(f"The memory of this object cannot be read: {error}.") from None

    @property
    def decoded(self) -> Any:
        """The value rebuilt from the bytes alone, as they are now: equal to the object, and another one.

        Raises:
            Undecodable: For an object of another type than numbers, texts, bytes and containers of them, or
                where the view has been drawn. The message says why.
        """
        where = self._source("rebuild a value from it")
        return Decoder(where.layouts, where.model).decode(id(self._held[0]))

    def diff(self, change: Callable[[], object] | LayoutView) -> LayoutView:
        """Show what a change does to the memory: each field that differs, with what it held before.

        Args:
            change: A function without arguments, which is called, such as `lambda: x.append(1)`; or a view
                that was made later, of the same object or of another one.

        Returns:
            The later layout, compared with this one; its `.changes` are the fields that differ. The
            reference count is not compared, as holding the object in between changes it.

        Raises:
            TypeError: For anything else; what the function raises is raised.
            ValueError: Where this view has been drawn, and a function is given.
        """
        if isinstance(change, LayoutView):
            after = change
        elif callable(change):
            obj = self._object("see what a change does")
            change()
            after = layout(obj)
        else:
            raise TypeError("give a function that changes the object, such as lambda: x.append(1), or a later view")
        facts = replace(compared_with(self._facts, after._facts), series=None)
        return LayoutView(facts, after._held, after._where, self._facts)

    def repeat(self, change: Callable[..., object], times: int = 16) -> LayoutView:
        """Show how the memory of the object goes on changing: call a function again and again.

        Args:
            change: A function, such as `lambda: x.append(0)`, which is called. One that has to be given an argument
                gets the number of its call, from 0 on: `x.append`, `lambda i: x.update({i: i})`.
            times: How often, from 1 to 200.

        Returns:
            The last layout, compared with the one before; its `.moments` are all of them, the one before the first
            call too. Its picture has them one after the other.

        Raises:
            TypeError: For anything else than a function, or a `times` that is no int.
            ValueError: For a `times` out of bounds, and where this view has been drawn. What the function raises is
                raised, with the layouts made until then in its attribute `seen`, a view as this one would have been.
        """
        if not callable(change):
            raise TypeError("give a function that changes the object, such as lambda: x.append(0)")
        obj = self._object("see what a change does")
        is_numbered, readings = takes_number(change), [layout(obj)._facts]
        for number in range(checked_times(times)):
            try:
                change(number) if is_numbered else change()
            except BaseException as error:
                _keep(error, self._series(readings))
                raise
            readings.append(layout(obj)._facts)
        return self._series(readings)

    def beside(self, *others: object) -> LayoutView:
        """Show the memory of other objects beside that of this one, such as `pm.layout(1).beside(2**30, 2**60)`.

        Args:
            others: From 1 to 31 objects.

        Returns:
            The layout of the last of them; its `.moments` are all, this one first. Where an object has a block in
            common with one before it, such as the keys that the dicts of two instances share, the pointer says so.

        Raises:
            ValueError: For no object or too many of them, and where this view has been drawn.
        """
        if not 1 <= len(others) < OBJECTS:
            raise ValueError(f"give from 1 to {OBJECTS - 1} objects to show beside this one, not {len(others)}")
        # read again, as the others: what had been freed in between would seem to be in common
        readings = tuple(layout(each)._facts for each in (self._object("show others beside it"), *others))
        facts = of_objects(readings, self._where.layouts if self._where else None)
        return LayoutView(facts, Held([others[-1]]), self._where, readings=readings)

    def _series(self, readings: Sequence[Layout]) -> LayoutView:
        facts = of_changes(readings, self._where.layouts if self._where else None)
        before = readings[-2] if len(readings) > 1 else None
        return LayoutView(facts, self._held, self._where, before, tuple(readings))

    @cached_property
    def moments(self) -> tuple[MemoryMoment, ...]:
        """The layouts that `repeat` or `beside` has made, one after the other; none of other views."""
        return moments_of(self._facts.series.moments, self._readings) if self._facts.series else ()

    def probe(self, key: object) -> LayoutView:
        """Show how a dict or a set looks for a key: each slot that is looked at, and why that one.

        Args:
            key: Of any hashable type; it is hashed, as a search does, and compared only if it is a number, a
                text or bytes, or the very key that is met.

        Returns:
            The layout as it is now, with what each look finds; `.looks` has them in order.

        Raises:
            TypeError: For an object that is no dict or set, or a key that has no hash.
            ValueError: For a table that is not drawn slot by slot, an object that changes meanwhile, and where this
                view has been drawn.
        """
        obj = self._object("search it")
        decoder = Decoder(self._where.layouts, self._where.model) if self._where else None
        # read again: a search goes through the table as it is now
        facts, found = probed(layout(obj)._facts, obj, key, decoder)
        view = LayoutView(facts, self._held, self._where)
        object.__setattr__(view, "looks", found)
        return view

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """What differs from the layout that this one was compared with; nothing of other views."""
        return tuple(changes(self._before, self._facts)) if self._before else ()

    @property
    def referents(self) -> tuple[object, ...]:
        """The objects that this one refers to, as the garbage collector visits them (`gc.get_referents`).

        Raises:
            ValueError: Where the view has been drawn.
        """
        return tuple(gc.get_referents(self._object("ask what it refers to")))

    def _source(self, purpose: str) -> Source:
        """Return what memory is understood with, while the object is held."""
        if self._where is None:
            raise Undecodable(self._facts.notice or "no memory is read here")
        self._object(purpose)
        return self._where

    def _object(self, purpose: str) -> object:
        if not self._held:
            raise DrawnError(f"a view that has been drawn holds its object no more: to {purpose}, make a new one")
        return self._held[0]

    @cached_property
    def blocks(self) -> tuple[MemoryBlock, ...]:
        """The object's own block first; none where memory is not read, which a notice of the payload explains."""
        return blocks_of(self._facts)

    @property
    def fields(self) -> tuple[MemoryField, ...]:
        """The fields of the object's own block, with what stands in front of it."""
        return self.blocks[0].fields if self.blocks else ()


def _surrounded(facts: Layout, held: Held, where: Source | None) -> Layout:
    """Return facts with those around them: who holds the object, where it lives, and what its pointers lead to."""
    if where is None or not held or not facts.blocks:
        return facts
    try:
        place = place_of(where, held)  # first, as what is made here takes blocks too
    except BadAddress:  # another thread changed it meanwhile
        place = None
    holders = ledger(where, held)
    return replace(facts, ledger=holders, place=place, others=followed(where, facts, held))


def _keep(error: BaseException, seen: LayoutView) -> None:
    """Leave a view with an exception, and say so in its traceback, without asking the exception's own class."""
    attributes = BaseException.__dict__["__dict__"].__get__(error)
    dict.__setitem__(attributes, "seen", seen)
    calls = len(seen.moments) - 1
    said = f"The layouts until then, after {calls} call{'' if calls == 1 else 's'}, are in its attribute seen."
    # what add_note() of 3.11 would do, by way of the class
    notes = dict.setdefault(attributes, "__notes__", [])
    if type(notes) is list and not any(type(each) is str and each == said for each in notes):
        notes.append(said)
