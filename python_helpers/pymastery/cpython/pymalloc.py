"""Pools of pymalloc: 16 KiB of blocks of one size, which objects of up to 512 bytes are given.

Source: Include/internal/pycore_obmalloc.h and Objects/obmalloc.c, of 3.10 to 3.15 in builds with 8-byte pointers:
`struct pool_header`, `pymalloc_alloc`, `pymalloc_pool_extend` and `insert_to_freepool`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

from pymastery.cpython import memory
from pymastery.cpython.structs import Layouts
from pymastery.interpreter import interpreter

POOL_SIZE = 1 << 14
"""POOL_SIZE: pools begin at multiples of it."""

ALIGNMENT = 16
"""ALIGNMENT: size classes are multiples of it."""

SMALL_REQUEST_THRESHOLD = 512
"""More bytes than these are asked of malloc."""

POOLS_IN_LINE = 4096
"""Pools of one size class that are gone through, at most."""

USED, FREE, NEVER = "ufn"
"""A block that is in use, that was freed, and that has not been handed out since its pool was made."""

_STRUCT = "pool_header"
_DEBUG_MARK = b"o" + b"\xfd" * 7
"""What the debug hooks write in front of an object: the API's letter, PYMEM_FORBIDDENBYTE."""


@dataclass(frozen=True)
class Pool:
    """A pool whose header, free list and count agree.

    Attributes:
        address: Of its header.
        block_size: Its size class, in bytes.
        arena: Index of the arena that it was cut from.
        states: One of USED, FREE and NEVER for each block, by address.
        head: Index of the block that it hands out next; None where all are in use.
        first: Offset of block 0.
        previous: The pool that is asked before it, or the head of the list of its size class.
    """

    address: int
    block_size: int
    arena: int
    states: str
    head: int | None
    first: int
    previous: int

    def block_of(self, address: int) -> tuple[int, int]:
        """Return the index of the block that an address is in, and how many bytes behind its start."""
        return divmod(address - self.address - self.first, self.block_size)

    def address_of(self, index: int) -> int:
        """Return where a block starts."""
        return self.address + self.first + index * self.block_size


def pool_of(layouts: Layouts, address: int) -> Pool | None:
    """Return the pool that an address lies in, None where no pool is proven to be there.

    All of it is copied at once, so no block changes hands meanwhile. It is one where the header fits its size
    class, the free list stays inside and ends, and what the list leaves is as many blocks as the header counts.
    """
    base = address & -POOL_SIZE
    try:
        data = memory.read(base, POOL_SIZE)
    except memory.BadAddress:
        return None

    def number(name: str) -> int:
        return _number(layouts, data, name)

    size = (number("szidx") + 1) * ALIGNMENT
    first = -(-layouts.size(_STRUCT) // ALIGNMENT) * ALIGNMENT
    total = (POOL_SIZE - first) // size
    carved, rest = divmod(number("nextoffset") - first, size)
    fits = size <= SMALL_REQUEST_THRESHOLD and number("maxnextoffset") == POOL_SIZE - size
    if not fits or rest or not 0 < carved <= total or address < base + first:
        return None
    free = _free_list(data, base + first, size, carved, number("freeblock"))
    if free is None or carved - len(free) != number("ref.count") or len(free) == carved:
        return None
    states = [USED] * carved + [NEVER] * (total - carved)
    for index in free:
        states[index] = FREE
    if carved < total:
        if not free or free[-1] != carved - 1:
            return None
        states[carved - 1] = NEVER  # handing it out would have cut the next one
    head = free[0] if free else None
    return Pool(base, size, number("arenaindex"), "".join(states), head, first, number("prevpool"))


def _number(layouts: Layouts, data: bytes, name: str) -> int:
    member = layouts.find(_STRUCT, name)
    assert member is not None
    return int.from_bytes(data[member.offset : member.offset + member.size], sys.byteorder)


def _free_list(data: bytes, start: int, size: int, carved: int, pointer: int) -> list[int] | None:
    """Return the indexes of the free blocks in the order of the list, None where it leads outside or in a circle."""
    found: list[int] = []
    seen = set()
    base = start & -POOL_SIZE
    while pointer:
        index, rest = divmod(pointer - start, size)
        if rest or not 0 <= index < carved or index in seen:
            return None
        seen.add(index)
        found.append(index)
        at = pointer - base
        pointer = int.from_bytes(data[at : at + 8], sys.byteorder)
    return found


def turn_of(layouts: Layouts, pool: Pool) -> int | None:
    """Return how many pools of its size class are asked for a block before this one.

    Returns:
        None for a pool that is full and so in no list, and where the list's links contradict each other.
    """
    if pool.head is None:
        return None
    here, there = pool.address, pool.previous
    for count in range(POOLS_IN_LINE):
        try:
            data = memory.read(there, layouts.size(_STRUCT) if there % POOL_SIZE == 0 else 32)
        except memory.BadAddress:
            return None
        if _number(layouts, data, "nextpool") != here:
            return None
        # usedpools has two pointers for each size class, which stand where those of a pool would
        if there % POOL_SIZE or (_number(layouts, data, "szidx") + 1) * ALIGNMENT != pool.block_size:
            return count
        here, there = there, _number(layouts, data, "prevpool")
    return None


@cache
def absent(layouts: Layouts) -> str | None:
    """Return one sentence that says why objects have no pools in this process, None where they have."""
    if interpreter().free_threaded:
        return "The free-threaded build allocates objects with mimalloc (PEP 703), whose pages are not read here."
    fresh = object()
    size = layouts.size("PyObject")
    try:
        front = memory.read(id(fresh) - 16, 16)
    except memory.BadAddress:
        front = b""
    if front[8:] == _DEBUG_MARK and int.from_bytes(front[:8], "big") == size:
        return "The allocator's debug hooks are on (PYTHONMALLOC, -X dev): blocks have guards, and are not read here."
    pool = pool_of(layouts, id(fresh))
    if pool is None or pool.block_of(id(fresh))[1]:
        return "A new object() lies in no pool: this process does not allocate with pymalloc (PYTHONMALLOC, the build)."
    return None
