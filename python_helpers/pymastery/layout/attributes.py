"""The values of attributes that stand apart from their names (PEP 412): where they begin and how many bytes they have.

Sources: `_PyInlineValuesSize` of Include/internal/pycore_dict.h (3.13), `new_values` of Objects/dictobject.c
(before); the words in front of an instance, Include/internal/pycore_object.h (3.11, 3.12).
"""

from __future__ import annotations

import sys
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.models import HEAP_TYPE, INLINE_VALUES, MANAGED_DICT
from pymastery.layout.header import type_flags
from pymastery.layout.inspector import Source
from pymastery.layout.reading import stored

_BASICSIZE = type.__dict__["__basicsize__"].__get__
_flags = type.__dict__["__flags__"].__get__
_NONE = (0, 0)


def values_of(where: Source, obj: object) -> tuple[int, int]:
    """Return address and size of the values that an instance has without a dict; no `__sizeof__` counts them.

    Returns:
        0, 0 where there are none. From 3.13 on they stand behind the instance, in the same memory, and say how
        many fit; before, they only say it to within seven, so it is the least that they can have.
    """
    try:
        if type_flags(obj) & INLINE_VALUES and where.layouts.find("_dictvalues", "capacity"):
            return _with_capacity(where, id(obj) + _BASICSIZE(type(obj)))
        return _values_in_front(where, obj)
    except memory.BadAddress:
        return _NONE


def values_of_dict(where: Source, obj: dict[Any, Any]) -> tuple[int, int]:
    """Return address and size of the values of a dict that shares its keys; 0, 0 where it has none of its own."""
    try:
        pointer, keys = (stored(where.layouts, id(obj), "PyDictObject", name) for name in ("ma_values", "ma_keys"))
        if not pointer:
            return _NONE
        if where.layouts.find("_dictvalues", "capacity"):
            embedded = stored(where.layouts, pointer, "_dictvalues", "embedded")
            return _NONE if embedded else _with_capacity(where, pointer)
        return _for_keys(where, pointer, keys)
    except memory.BadAddress:
        return _NONE


def _with_capacity(where: Source, pointer: int) -> tuple[int, int]:
    layouts = where.layouts
    capacity = stored(layouts, pointer, "_dictvalues", "capacity")
    width = layouts.pointer_size
    return pointer, layouts.offset("_dictvalues", "values") + capacity * width + _rounded(capacity, width)


def _values_in_front(where: Source, obj: object) -> tuple[int, int]:
    word = next((each for each in reversed(where.model.words) if each.flag == MANAGED_DICT), None)
    if word is None or not type_flags(obj) & MANAGED_DICT or not int(_flags(type(obj))) & HEAP_TYPE:
        return _NONE
    width = where.layouts.pointer_size
    pointer = int.from_bytes(memory.read(id(obj) + word.index * width, width), sys.byteorder)
    if word.c_type == "PyDictOrValues":  # values are stored with one taken away, so that the low bit says it
        pointer = pointer + 1 if pointer & 1 else 0
    elif word.c_type != "PyDictValues*":
        return _NONE
    keys = stored(where.layouts, id(type(obj)), "PyHeapTypeObject", "ht_cached_keys")
    return _for_keys(where, pointer, keys) if pointer and keys else _NONE


def _for_keys(where: Source, pointer: int, keys: int) -> tuple[int, int]:
    layouts, width = where.layouts, where.layouts.pointer_size
    fit = sum(stored(layouts, keys, "_dictkeysobject", name) for name in ("dk_usable", "dk_nentries"))
    if "_dictvalues" not in layouts:
        return pointer, fit * width
    prefix = memory.read(pointer - 1, 1)[0]
    if prefix % width or prefix < _rounded(fit + 2, width):
        return _NONE
    fit = max(fit, prefix - width - 1)  # an older instance has room for more: the fewest that need this prefix
    return pointer - prefix, prefix + fit * width


def _rounded(size: int, width: int) -> int:
    return -(-size // width) * width
