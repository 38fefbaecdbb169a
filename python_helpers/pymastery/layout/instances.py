"""Where an instance has its attributes: a dict, an array of values, or values in its own memory (PEP 412).

Sources: Objects/typeobject.c (type_new_slots), Objects/dictobject.c and Include/internal/pycore_dict.h of each version.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import Any

from pymastery.cpython.models import HEAP_TYPE, INLINE_VALUES
from pymastery.cpython.shared_keys import SharedKeys, shared_keys
from pymastery.describe import describe, issubclass_exactly
from pymastery.heap.classes import exact_names, mro
from pymastery.layout.facts import Block, Field, Target
from pymastery.layout.header import type_flags, weak_references
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared
from pymastery.layout.values import Attribute, values_block

_BASICSIZE = type.__dict__["__basicsize__"].__get__
_DICTOFFSET = type.__dict__["__dictoffset__"].__get__
_WEAKREFOFFSET = type.__dict__["__weakrefoffset__"].__get__
_look_up = object.__getattribute__


def add_attributes(reading: Reading, obj: Any) -> list[Block]:
    """Add the words of an instance that lead to its dict and its weak references; return its array of values.

    Args:
        reading: The block of the object.
        obj: Of a class that was made at run time; nothing is added for others.
    """
    cls = type(obj)
    if not type_flags(obj) & HEAP_TYPE or issubclass_exactly(cls, type):
        return []
    _add_dict_word(reading, obj, _DICTOFFSET(cls))
    _add_weakref_word(reading, obj, _WEAKREFOFFSET(cls))
    address = _values_address(reading, obj)
    if not address:
        return []
    keys = shared_keys(cls)
    block = values_block(reading, "values", address, keys.room if keys else 0, _attributes(obj, keys))
    word = _values_word(reading)
    if block and word:
        target = Target(block.title, block.id)
        reading.fields[reading.fields.index(word)] = replace(word, target=target)
    return [block] if block else []


def _is_free(reading: Reading, offset: int) -> bool:
    """Whether no field has the word at an offset yet."""
    end = offset + reading.layouts.pointer_size
    return offset > 0 and not any(each.offset < end and offset < each.offset + each.size for each in reading.fields)


def _add_dict_word(reading: Reading, obj: object, offset: int) -> None:
    width = reading.layouts.pointer_size
    if not _is_free(reading, offset) or not reading.shows(offset, width):
        return
    pointer = reading.number(offset, width)
    found = next((each for each in gc.get_referents(obj) if id(each) == pointer and type(each) is dict), None)
    if not pointer:
        reading.add("__dict__", "PyObject*", offset, width, "pointer", "NULL: no attributes yet", NO_SECOND_SOURCE)
    elif found is None:
        reading.add("__dict__", "PyObject*", offset, width, "pointer", "the dict of the attributes", NO_SECOND_SOURCE)
    else:
        proof = compared(True, "gc.get_referents(x) has a dict with this id, and type(x).__dictoffset__ says where.")
        target = Target(describe(found))
        reading.add(
            "__dict__", "PyObject*", offset, width, "pointer", "the dict of the attributes", proof, target=target
        )


def _add_weakref_word(reading: Reading, obj: object, offset: int) -> None:
    width = reading.layouts.pointer_size
    if _is_free(reading, offset) and reading.shows(offset, width):
        meaning, target, proof = weak_references(obj, reading.number(offset, width))
        reading.add("__weakref__", "PyWeakReference*", offset, width, "pointer", meaning, proof, target=target)


def _values_address(reading: Reading, obj: object) -> int:
    """Return where the array of an instance's values is, 0 where it has none."""
    if reading.layouts.find("_dictvalues", "capacity") is not None:
        return id(obj) + _BASICSIZE(type(obj)) if type_flags(obj) & INLINE_VALUES else 0
    word = _values_word(reading)
    if word is None:
        return 0
    # _PyDictOrValues_GetValues of 3.12: one less is stored
    return int(word.value, 16) + (word.c_type == "PyDictOrValues")


def _values_word(reading: Reading) -> Field | None:
    """Return the field in front of the object that leads to its values (3.11, 3.12)."""
    for field in reading.fields:
        stored = int(field.value, 16) if field.role == "pointer" else 0
        if stored and (field.name == "managed values" or (field.c_type == "PyDictOrValues" and stored & 1)):
            return field
    return None


def _attributes(obj: object, keys: SharedKeys | None) -> list[Attribute]:
    """Return the attributes that the shared keys name, each looked up where no code of the class can run."""
    found = []
    taken = _taken(type(obj)) if keys else None
    for place, name in enumerate(keys.names if keys and taken is not None else []):
        if name and taken is not None and name not in taken:
            try:
                value = _look_up(obj, name)
            except AttributeError:
                continue
            found.append(Attribute(place, name, id(value), describe(value, 40), f"It equals id(x.{name})."))
    named = {each.address for each in found}
    unnamed = [
        Attribute(-1, "", id(each), describe(each, 40), "gc.get_referents(x) has an object with this id.")
        for each in gc.get_referents(obj)
        if each is not type(obj) and id(each) not in named
    ]
    return [*found, *unnamed]


def _taken(cls: type) -> set[str] | None:
    """Return the names that a class has itself, so that looking them up may run its code; None where that is not known.

    A name of a subclass of str may say that it equals any other.
    """
    spaces = [exact_names(base) for base in mro(cls)]
    if any(space is None for space in spaces):
        return None
    return {name for space in spaces if space for name in space}
