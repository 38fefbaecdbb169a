"""The facts of a layout as a view gives them to whoever asks: blocks, fields and moments, with numbers for texts."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from typing import NamedTuple

from pymastery.layout.difference import FieldChange, changes, marked_with
from pymastery.layout.facts import Block, Field, Layout, Moment

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


class MemoryMoment(NamedTuple):
    """One of a series of layouts.

    Attributes:
        label: Which: "before", "call 3", or the object.
        size: Bytes of the object's own block.
        total: Bytes of it and of the memory that is its own, as `sys.getsizeof` counts them for a container.
        used: Items, keys, digits or characters that it holds; None where it holds nothing countable.
        allocated: How many there is room for; None where there is never room to spare.
        moved: Ids of the blocks that are at another address than in the moment before.
        resized: Ids of the blocks that have another size than in the moment before, are new or are gone.
        changes: Fields that differ from the moment before.
        blocks: The memory, as in `LayoutView.blocks`.
    """

    label: str
    size: int
    total: int
    used: int | None
    allocated: int | None
    moved: tuple[str, ...]
    resized: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    blocks: tuple[MemoryBlock, ...]


def blocks_of(facts: Layout) -> tuple[MemoryBlock, ...]:
    """Return the blocks of a layout."""
    return tuple(
        MemoryBlock(block.id, block.address, block.size, tuple(_field(block, field) for field in block.fields))
        for block in facts.blocks
    )


def moments_of(moments: Sequence[Moment], readings: Sequence[Layout]) -> tuple[MemoryMoment, ...]:
    """Return the moments of a series, each with its own reading and with what differs from the one before."""
    before = (readings[0], *readings)
    return tuple(_moment(*each) for each in zip(moments, before, readings, strict=False))


def _moment(moment: Moment, before: Layout, reading: Layout) -> MemoryMoment:
    contents = moment.contents
    return MemoryMoment(
        moment.label,
        moment.size,
        moment.total,
        contents.used if contents else None,
        contents.allocated if contents else None,
        moment.moved,
        moment.resized,
        tuple(changes(before, marked_with(before, reading))),
        blocks_of(reading),
    )


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
