"""Attribute names that a class keeps for all its instances: `ht_cached_keys`, PEP 412.

From CPython 3.11 on an instance has values and no dict, and the names stand in a keys object that
only its class points to. Nothing in Python gives them without making a dict for the instance, so
they are read from memory. What is read here are candidates: the caller looks each up.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import NamedTuple

from . import memory
from .structs import Layouts, disagreements, layouts_here

_SPLIT = 2  # DICT_KEYS_SPLIT, Include/internal/pycore_dict.h
_NAMES = 64  # more than SHARED_KEYS_MAX_SIZE, Include/internal/pycore_dict.h
_LONGEST = 200
_ENDIAN = "-le" if sys.byteorder == "little" else "-be"
_ORDER = {1: "", 2: _ENDIAN, 4: _ENDIAN}


class SharedKeys(NamedTuple):
    """The keys object that the instances of a class share.

    Attributes:
        address: Where it is.
        names: The attribute names in it, in the order they were first set.
        room: Values that an instance has room for: keys there are, and keys that may come.
    """

    address: int
    names: list[str]
    room: int


def shared_names(cls: type) -> list[str]:
    """Return the attribute names in the shared keys of a class, in the order they were first set.

    Args:
        cls: A class made at run time, strongly held by the caller.

    Returns:
        Candidates; empty where the class has no such keys, where memory cannot be read, or where
        nothing is known of this interpreter.
    """
    found = shared_keys(cls)
    return [name for name in found.names if name] if found else []


def shared_keys(cls: type) -> SharedKeys | None:
    """Return the keys that the instances of a class share; None where there are none or nothing is known of them.

    Args:
        cls: A class made at run time, strongly held by the caller.
    """
    layouts = _layouts()
    if layouts is None:
        return None
    offset, pointer = layouts.offset("PyHeapTypeObject", "ht_cached_keys"), layouts.pointer_size
    try:
        found = _keys(_word(memory.read(id(cls) + offset, pointer), 0, pointer), layouts)
    except memory.BadAddress:
        return None
    return found if found and any(found.names) else None


@cache
def _layouts() -> Layouts | None:
    layouts = layouts_here()
    if layouts is None or layouts.find("_dictkeysobject", "dk_kind") is None:
        return None  # 3.10: every instance has a dict
    try:
        return None if disagreements(layouts, memory.read) else layouts
    except memory.NoReader:
        return None


def _word(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], sys.byteorder)


def _keys(address: int, layouts: Layouts) -> SharedKeys | None:
    size, pointer = layouts.size("_dictkeysobject"), layouts.pointer_size
    if not address or address % pointer:
        return None
    try:
        header = memory.read(address, size)
        kind, log2, bytes_log2 = (
            header[layouts.offset("_dictkeysobject", name)]
            for name in ("dk_kind", "dk_log2_size", "dk_log2_index_bytes")
        )
        used, usable = (
            _word(header, layouts.offset("_dictkeysobject", name), pointer) for name in ("dk_nentries", "dk_usable")
        )
        # one index is one byte in a table this small
        if kind != _SPLIT or not 3 <= log2 <= 7 or bytes_log2 != log2 or used + usable > _NAMES:
            return None
        entries = memory.read(address + size + (1 << log2), used * 2 * pointer)
        keys = [_text(_word(entries, at, pointer), layouts) for at in range(0, len(entries), 2 * pointer)]
    except memory.BadAddress:
        return None
    return SharedKeys(address, keys, used + usable)


def _text(address: int, layouts: Layouts) -> str:
    """Return the compact string at an address, or nothing where there is none."""
    struct, pointer = "PyASCIIObject", layouts.pointer_size
    header = memory.read(address, layouts.size(struct))
    length = _word(header, layouts.offset(struct, "length"), pointer)
    if _word(header, layouts.offset("PyObject", "ob_type"), pointer) != id(str) or not 0 < length <= _LONGEST:
        return ""
    compact, is_ascii, width = (_bits(header, layouts, f"state.{name}") for name in ("compact", "ascii", "kind"))
    if not compact or width not in (1, 2, 4):
        return ""
    data = memory.read(address + layouts.size(struct if is_ascii else "PyCompactUnicodeObject"), length * width)
    return data.decode({1: "latin-1", 2: "utf-16", 4: "utf-32"}[width] + _ORDER[width], "replace")


def _bits(header: bytes, layouts: Layouts, name: str) -> int:
    member = layouts.find("PyASCIIObject", name)
    if member is None or member.bits is None:
        return 0
    first, count = member.bits
    return header[member.offset] >> first & (1 << count) - 1
