"""What differs between two readings of one object's memory, or of two objects of one type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pymastery.layout.facts import Block, Field, Layout


@dataclass(frozen=True)
class FieldChange:
    """A field that holds something else than before.

    Attributes:
        block: Id of its block.
        name: Of the field.
        old: What it held, "" where it was not there.
        new: What it holds, "" where it is not there any more.
    """

    block: str
    name: str
    old: str
    new: str


def compared_with(before: Layout, after: Layout) -> Layout:
    """Return the later layout, each field that differs with what it held before.

    The reference count is left out: that the object is held in between changes it.
    """
    marked = marked_with(before, after)
    found = list(changes(before, marked))
    count = "one field differs" if len(found) == 1 else f"{len(found)} fields differ"
    moved = moved_blocks(before, after)
    said = f"Of what is shown, {count} from before" if found else "Nothing of what is shown differs from before"
    where = f"; {' and '.join(moved)} moved to other memory" if moved else ""
    gone = sorted({change.block for change in found if change.block not in {block.id for block in after.blocks}})
    lost = f"; {' and '.join(gone)} is not there any more" if gone else ""
    notice = f"{said}{where}{lost}. The reference count is not compared."
    return replace(marked, notice=f"{after.notice} {notice}" if after.notice else notice)


def marked_with(before: Layout, after: Layout) -> Layout:
    """Return the later layout, each field that differs with what it held before, and no word on the whole."""
    old = {block.id: block for block in before.blocks}
    return replace(after, blocks=tuple(_marked(block, old.get(block.id)) for block in after.blocks))


def moved_blocks(before: Layout, after: Layout) -> list[str]:
    """Return the ids of the blocks that are at another address than before."""
    old = {block.id: block.address for block in before.blocks}
    return [block.id for block in after.blocks if old.get(block.id, block.address) != block.address]


def resized_blocks(before: Layout, after: Layout) -> list[str]:
    """Return the ids of the blocks that have another size than before, then of those that are not there any more."""
    old = {block.id: block.size for block in before.blocks if block.size}
    there = [block.id for block in after.blocks]
    resized = [block.id for block in after.blocks if old.get(block.id, 0) != block.size]
    return resized + [each for each in old if each not in there]


def changes(before: Layout, after: Layout) -> Iterator[FieldChange]:
    """Yield what differs, in the order of the later layout, then what is not there any more."""
    for block in after.blocks:
        for field in block.fields:
            if field.was is not None:
                yield FieldChange(block.id, field.name, field.was, _held(field))
    there = {(block.id, field.name) for block in after.blocks for field in block.fields}
    for block in before.blocks:
        for field in block.fields:
            if (block.id, field.name) not in there and _is_told(field):
                yield FieldChange(block.id, field.name, _held(field), "")


def _marked(block: Block, old: Block | None) -> Block:
    known = {field.name: field for field in old.fields} if old else {}
    return replace(block, fields=tuple(_compared(field, known.get(field.name)) for field in block.fields))


def _compared(field: Field, old: Field | None) -> Field:
    if field.role == "refcount" or not (_is_told(field) or (old and _is_told(old))):
        return field
    if field.role == "gc" and old and "0x0" not in (field.value, old.value):
        return field  # its neighbours in the collector's list are other objects' doing
    was = _held(old) if old else ""
    return field if was == _held(field) else replace(field, was=was)


def _is_told(field: Field) -> bool:
    return field.role not in ("padding", "unknown")


def _held(field: Field) -> str:
    if not _is_told(field):
        return ""
    if field.target is None:
        return field.value
    return f"{field.value} \N{RIGHTWARDS ARROW} {field.target.text}"
