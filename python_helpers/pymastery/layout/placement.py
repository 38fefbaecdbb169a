"""Where an object lives and how much memory is its: pool, generation, parts, and what would be freed with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pymastery.cpython import memory
from pymastery.describe import safe_sizeof, type_name
from pymastery.layout.allocator import allocator_of, neighbours_of, pool_of, words_of
from pymastery.layout.attributes import values_of, values_of_dict
from pymastery.layout.facts import Block, Part, Place
from pymastery.layout.generations import generation_of
from pymastery.layout.inspector import Extent, Source, extent, inspect
from pymastery.layout.ledger import count_of
from pymastery.layout.reading import stored
from pymastery.layout.referrers import Held
from pymastery.layout.retained import retained_by


def place_of(where: Source, held: Held) -> Place:
    """Return where the object that is held lives, as it is now.

    Args:
        where: What memory is understood with.
        held: The object alone; nothing else of the caller holds it.

    Raises:
        BadAddress: Where the memory of the object cannot be read.
    """
    span = extent(where, held[0])
    pool = pool_of(where, id(held[0]) + span.start, -span.start)
    parts = tuple(_parts(where, held, span))
    getsizeof = safe_sizeof(held[0])
    counts = _counts(held[0], getsizeof, parts)
    generation = generation_of(held)
    retained = None if count_of(where, held) is None else retained_by(where, held)
    return Place(
        allocator=allocator_of(where, held[0], span.size, pool),
        pool=pool,
        neighbours=neighbours_of(where, held, pool) if pool else (),
        generation=generation,
        parts=parts,
        getsizeof=getsizeof,
        getsizeof_counts=counts,
        retained=retained,
    )


def _parts(where: Source, held: Held, span: Extent) -> Iterator[Part]:
    start = id(held[0]) + span.start
    yield Part("object", span.size, words_of(where, start, span.size), True)
    address, size = values_of(where, held[0])
    if size:
        behind = address == start + span.size
        words = "behind the object, in the same block" if behind else words_of(where, address, size)
        yield Part("values", size, words, True)
    data = memory.read(start, span.shown)
    for block in inspect(where, held[0], span, data, 0).blocks[1:]:
        if block.id != "values":
            yield _part(where, held[0], block, range(start, start + span.size))


def _part(where: Source, obj: Any, block: Block, own: range) -> Part:
    start, size = block.address + block.start, block.size
    if start in own:
        return Part(block.id, size, "inside the object", False)
    if block.id == "ma_keys" and _are_shared(where, obj, start):
        return Part(block.id, size, "shared with other dicts", False)
    if block.id == "ma_values":
        start, size = values_of_dict(where, obj)
        if not size:
            return Part(block.id, block.size, "of an instance, whose attributes this dict has", False)
    if block.id == "b_ptr":
        return Part(block.id, size, "memory of C, which need not be the object's own", False)
    return Part(block.id, size, words_of(where, start, size), True)


def _are_shared(where: Source, obj: object, keys: int) -> bool:
    empty: dict[str, int] = {}
    no_keys = stored(where.layouts, id(empty), "PyDictObject", "ma_keys")  # a static object that has no owner
    split = stored(where.layouts, id(obj), "PyDictObject", "ma_values")
    return bool(split) or keys == no_keys or stored(where.layouts, keys, "_dictkeysobject", "dk_refcnt") > 1


def _counts(obj: object, getsizeof: int, parts: tuple[Part, ...]) -> str:
    if not getsizeof:
        return "not asked: __sizeof__ of its class is Python code"
    counted = {part.id: part.size for part in parts if part.counted}
    rest = getsizeof - sum(counted.values())
    if rest == 0:
        return "all of these" if len(counted) > 1 else "the same"
    if rest == -counted.get("values", 0):
        return "without the attribute values, which no __sizeof__ counts"
    if rest == counted["object"] - sum(counted.values()):
        return "the object alone"
    noun = "byte" if abs(rest) == 1 else "bytes"
    return f"{abs(rest)} {noun} {'more' if rest > 0 else 'fewer'}: the __sizeof__ of {type_name(type(obj))} counts so"
