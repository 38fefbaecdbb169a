"""What `pm.layout` returns: a view whose fields can be asked for too."""

from __future__ import annotations

import gc
import math
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

from pymastery.display import View
from pymastery.layout import layout
from pymastery.layout.decoding import Decoder, Undecodable
from pymastery.layout.difference import FieldChange, changes, compared_with
from pymastery.layout.facts import Block, Field, Holder, Layout, Place
from pymastery.layout.followed import followed
from pymastery.layout.inspector import Source
from pymastery.layout.ledger import count_of, ledger
from pymastery.layout.looks import Look
from pymastery.layout.payload import payload
from pymastery.layout.placement import place_of
from pymastery.layout.probing import probed
from pymastery.layout.referrers import Held
from pymastery.layout.static import html, plain


class DrawnError(Undecodable, ValueError):
    """The view has been drawn, and so holds its object no more."""


_NUMBER = re.compile(r"-?\d+|0x[0-9a-f]+")


class MemoryField(NamedTuple):
    """Some bytes or bits of a block of memory.

    Attributes:
        name: As CPython's headers call it; "padding" or "unknown" where there is no member.
        offset: Bytes from the start of the block's struct; negative in front of an object.
        size: In bytes; of a bit-field, those of the integer that it is in.
        ctype: As the header writes it, "" where there is no member.
        raw: The bytes.
        value: The number they are: an int, also of a pointer; a float of a double; None of padding and of
            what is not decoded.
        verified: Whether an independent answer of the interpreter agrees.
        how: What was compared, or why nothing was, in one sentence.
        meaning: What the value says, in words.
        bits: First bit and width of a bit-field, None of whole bytes.
    """

    name: str
    offset: int
    size: int
    ctype: str
    raw: bytes
    value: int | float | None
    verified: bool
    how: str
    meaning: str
    bits: tuple[int, int] | None = None


class MemoryBlock(NamedTuple):
    """Consecutive memory: the object itself, or what it owns elsewhere.

    Attributes:
        id: "object", or the name of the field that leads to it.
        address: Where offset 0 is.
        size: Bytes there are, from the first field on; not all are read where it is large.
        fields: In order, without a gap.
    """

    id: str
    address: int
    size: int
    fields: tuple[MemoryField, ...]


class LayoutView(View):
    """The memory of one object, drawn as the last expression of a cell, and its facts.

    A view that has been drawn lets go of its object: what a notebook keeps in `Out` would keep it alive.

    Args:
        facts: What was read.
        held: The object alone, in a list that is emptied when the view is drawn.
        where: What memory is understood with; None where it is not read.
        before: What it is compared with.
    """

    def __init__(self, facts: Layout, held: Held, where: Source | None, before: Layout | None = None) -> None:
        # nothing here refers back to the view: a cycle would keep the object alive until the collector comes
        drawn = cache(partial(_surrounded, facts, held, where))
        super().__init__("layout", lambda: payload(drawn()), lambda: html(drawn()), lambda: plain(drawn()))
        for name, value in (("_facts", facts), ("_held", held), ("_where", where), ("_before", before)):
            object.__setattr__(self, name, value)

    _facts: Layout
    _held: Held
    _where: Source | None
    _before: Layout | None
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
        self._object("count its references")
        if self._where is None:
            raise Undecodable(self._facts.notice or "no memory is read here")
        count = count_of(self._where, self._held)
        return math.inf if count is None else count

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Who holds the object now, each reference that can be named; the rest of `refcount` is nobody's we know.

        Returns:
            Nobody for an immortal object.

        Raises:
            ValueError: Where no memory is read, and where the view has been drawn.
        """
        self._object("ask who holds it")
        if self._where is None:
            raise Undecodable(self._facts.notice or "no memory is read here")
        return ledger(self._where, self._held).holders

    @property
    def place(self) -> Place:
        """Where the object lives now: the pool of its block, the collector's generation, how much memory is its.

        Returns:
            Facts: `.pool` (None where pymalloc gave it no block), `.neighbours`, `.generation`, `.parts`,
            `.whole`, `.getsizeof` and `.retained`, what would be freed with it.

        Raises:
            ValueError: Where no memory is read, and where the view has been drawn.
        """
        self._object("ask where it lives")
        if self._where is None:
            raise Undecodable(self._facts.notice or "no memory is read here")
        return place_of(self._where, self._held)

    @property
    def decoded(self) -> Any:
        """The value rebuilt from the bytes alone, as they are now: equal to the object, and another one.

        Raises:
            Undecodable: For an object of another type than numbers, texts, bytes and containers of them, or
                where the view has been drawn. The message says why.
        """
        if self._where is None:
            raise Undecodable(self._facts.notice or "no memory is read here")
        decoder = Decoder(self._where.layouts, self._where.model)
        return decoder.decode(id(self._object("rebuild a value from it")))

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
        return LayoutView(compared_with(self._facts, after._facts), after._held, after._where, self._facts)

    def probe(self, key: object) -> LayoutView:
        """Show how a dict or a set looks for a key: each slot that is looked at, and why that one.

        Args:
            key: Of any hashable type; it is hashed, as a search does, and compared only if it is a number, a
                text or bytes, or the very key that is met.

        Returns:
            The layout, with what each look finds; `.looks` has them in order.

        Raises:
            TypeError: For an object that is no dict or set, or a key that has no hash.
            ValueError: For a table that is not drawn slot by slot, an object that has changed since this view
                was made, and where this view has been drawn.
        """
        obj = self._object("search it")
        decoder = Decoder(self._where.layouts, self._where.model) if self._where else None
        facts, found = probed(self._facts, obj, key, decoder)
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

    def _object(self, purpose: str) -> object:
        if not self._held:
            raise DrawnError(f"a view that has been drawn holds its object no more: to {purpose}, make a new one")
        return self._held[0]

    @cached_property
    def blocks(self) -> tuple[MemoryBlock, ...]:
        """The object's own block first; none where memory is not read, which a notice of the payload explains."""
        return tuple(
            MemoryBlock(block.id, block.address, block.size, tuple(_field(block, field) for field in block.fields))
            for block in self._facts.blocks
        )

    @property
    def fields(self) -> tuple[MemoryField, ...]:
        """The fields of the object's own block, with what stands in front of it."""
        return self.blocks[0].fields if self.blocks else ()


def _surrounded(facts: Layout, held: Held, where: Source | None) -> Layout:
    """Return facts with those around them: who holds the object, where it lives, and what its pointers lead to."""
    if where is None or not held or not facts.blocks:
        return facts
    place = place_of(where, held)  # first, as what is made here takes blocks too
    holders = ledger(where, held)
    return replace(facts, ledger=holders, place=place, others=followed(where, facts, held))


def _field(block: Block, field: Field) -> MemoryField:
    at = field.offset - block.start
    raw = block.data[at : at + field.size]
    return MemoryField(
        field.name,
        field.offset,
        field.size,
        field.c_type,
        raw,
        _value(field, raw),
        field.proof.status == "verified",
        field.proof.how,
        field.meaning,
        field.bits,
    )


def _value(field: Field, raw: bytes) -> int | float | None:
    if field.role in ("padding", "unknown"):
        return None
    if field.c_type == "double":
        return float(struct.unpack("=d", raw)[0])
    if field.c_type in ("c_float", "c_double", "c_longdouble"):
        return float(field.value)
    return int(field.value, 0) if _NUMBER.fullmatch(field.value) else None
