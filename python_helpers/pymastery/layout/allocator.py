"""Where the allocator put a block: which pool of pymalloc, and what lies beside it there.

Sources: Include/internal/pycore_obmalloc.h, Objects/obmalloc.c; `gc.get_objects`, whose ids are addresses.
"""

from __future__ import annotations

import gc
from itertools import compress

from pymastery.cpython import pymalloc
from pymastery.cpython.models import HEAP_TYPE
from pymastery.describe import describe, issubclass_exactly
from pymastery.layout.facts import Neighbour, Pool, Proof
from pymastery.layout.header import start_of
from pymastery.layout.inspector import Source
from pymastery.layout.reading import stored
from pymastery.layout.referrers import Held, is_ours

OURS = "o"
"""The state of the object's own block, beside those of pymalloc.USED and so on."""

REACH = 2
"""Blocks to each side in which neighbours are looked for."""

STATICALLY_ALLOCATED = 1 << 2
"""_Py_STATICALLY_ALLOCATED_FLAG of ob_flags (3.14), Include/refcount.h."""

_LARGEST = pymalloc.SMALL_REQUEST_THRESHOLD
_flags = type.__dict__["__flags__"].__get__
_PROOF = Proof(
    "verified", "The free list, walked block by block, leaves as many blocks in use as the pool counts (ref.count)."
)


def pool_of(where: Source, start: int, id_from_start: int) -> Pool | None:
    """Return the pool in which a block starts, None where it is the start of no block that is in use.

    Args:
        where: What memory is understood with.
        start: Address of the block.
        id_from_start: Bytes from there to what id() gives.
    """
    found = None if pymalloc.absent(where.layouts) else pymalloc.pool_of(where.layouts, start)
    if found is None:
        return None
    index, behind = found.block_of(start)
    if behind or found.states[index : index + 1] != pymalloc.USED:
        return None
    following = None if found.head is None else found.address_of(found.head)
    return Pool(
        address=found.address,
        block_size=found.block_size,
        arena=found.arena,
        index=index,
        states=f"{found.states[:index]}{OURS}{found.states[index + 1 :]}",
        following=following,
        following_index=found.head,
        following_id=None if following is None else following + id_from_start,
        turn=pymalloc.turn_of(where.layouts, found),
        proof=_PROOF,
    )


def allocator_of(where: Source, obj: object, size: int, pool: Pool | None) -> str:
    """Return one sentence: who gave an object its memory, of `size` bytes."""
    if pool is not None:
        smallest = pool.block_size - pymalloc.ALIGNMENT + 1
        return f"pymalloc, from a pool of blocks for {smallest} to {pool.block_size} bytes."
    if _is_static(where, obj):
        return "No allocator: it is a static object, a part of the interpreter or of an extension module."
    absent = pymalloc.absent(where.layouts)
    if absent:
        return absent
    if size > _LARGEST:
        return f"malloc: pymalloc has no blocks above {_LARGEST} bytes."
    return "No pool is proven to be there: a static object of the interpreter, or memory of malloc."


def _is_static(where: Source, obj: object) -> bool:
    if issubclass_exactly(type(obj), type) and not int(_flags(obj)) & HEAP_TYPE:
        return True
    if where.layouts.find("PyObject", "ob_overflow") is None:
        return False  # before 3.14, and in the free-threaded build, no bit says it
    return bool(stored(where.layouts, id(obj), "PyObject", "ob_flags") & STATICALLY_ALLOCATED)


def words_of(where: Source, start: int, size: int) -> str:
    """Return in a few words where a buffer of an object comes from."""
    if pymalloc.absent(where.layouts):
        return "of the allocator"
    found = pymalloc.pool_of(where.layouts, start)
    if found is not None:
        index, behind = found.block_of(start)
        inside = found.states[index : index + 1] == pymalloc.USED and behind + size <= found.block_size
        return f"in a block of {found.block_size} bytes" if inside else "in no block that is in use"
    return "from malloc" if size > _LARGEST else "in no pool"


def neighbours_of(where: Source, held: list[object], pool: Pool) -> tuple[Neighbour, ...]:
    """Return the objects that the collector tracks in the blocks beside that of the object that is held."""
    inside = set(range(pool.address, pool.address + pymalloc.POOL_SIZE, pymalloc.ALIGNMENT))
    objects = gc.get_objects()
    # of a large heap, nothing is asked one by one in Python
    near = list(compress(objects, map(inside.__contains__, map(id, objects))))
    del objects
    near = [each for each in near if each is not held[0] and type(each) is not Held and not is_ours(each)]
    first = -(-where.layouts.size("pool_header") // pymalloc.ALIGNMENT) * pymalloc.ALIGNMENT
    found = []
    for each in near:
        start = id(each) + start_of(each, where.layouts, where.model)
        index, behind = divmod(start - pool.address - first, pool.block_size)
        if not behind and abs(index - pool.index) <= REACH:
            found.append(Neighbour(index - pool.index, describe(each, 40)))
    return tuple(sorted(found, key=lambda neighbour: neighbour.distance))
