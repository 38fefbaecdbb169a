"""What the bits of CPython's object structs mean, where versions differ and offsets do not say it.

Sources: Include/refcount.h (object.h before 3.14), Include/cpython/longintrepr.h,
Include/cpython/unicodeobject.h, Include/internal/pycore_object.h and pycore_gc.h of each version.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from pymastery.interpreter import interpreter

# Bits of tp_flags, Include/object.h.
INLINE_VALUES = 1 << 2
MANAGED_WEAKREF = 1 << 3
MANAGED_DICT = 1 << 4
HEAP_TYPE = 1 << 9
HAVE_GC = 1 << 14


@dataclass(frozen=True)
class Word:
    """A pointer in front of an object whose type has a flag.

    Attributes:
        name: What it is for.
        c_type: As the headers would declare it.
        flag: The bit of tp_flags that says it is used.
        index: Words from the object's address, negative.
    """

    name: str
    c_type: str
    flag: int
    index: int


@dataclass(frozen=True)
class Model:
    """How one kind of interpreter encodes what every version has.

    Attributes:
        immortal_bit: The bit of ob_refcnt that says immortal; None where nothing is.
        small_int_flag: Whether lv_tag has a bit for the shared small ints (3.14).
        interned: Meaning of `state.interned` by value.
        gc_head: Whether collected objects have a PyGC_Head in front.
        words: The pointers in front of instances, if any.
        words_flags: The type flags that make room for two such words.
        keys_by_log2: Whether the keys object stores log2 of its size (3.11).
        biased: Whether reference counts are biased (free-threaded, PEP 703).
        static_count: Where the count of the interpreter's own static objects starts (3.11); None elsewhere.
        dict_watchers: Whether a dict notes who watches it (3.12).
    """

    immortal_bit: int | None
    small_int_flag: bool
    interned: tuple[str, ...]
    gc_head: bool
    words: tuple[Word, ...]
    words_flags: int
    keys_by_log2: bool
    biased: bool
    static_count: int | None
    dict_watchers: bool


def model_of(minor: int, free_threaded: bool = False, pointer_size: int = 8) -> Model:
    """Return the model of CPython 3.`minor` in one kind of build."""
    return Model(
        immortal_bit=_immortal_bit(minor, pointer_size),
        small_int_flag=minor >= 14,
        interned=(
            ("no", "yes", "yes, immortal", "yes, immortal and static")
            if minor >= 12
            else ("no", "yes", "yes, immortal")
        ),
        gc_head=not free_threaded,
        words=_words(minor, free_threaded),
        words_flags=MANAGED_DICT | MANAGED_WEAKREF if minor >= 12 else MANAGED_DICT if minor == 11 else 0,
        keys_by_log2=minor >= 11,
        biased=free_threaded,
        static_count=999_999_999 if minor == 11 else None,  # _PyObject_IMMORTAL_REFCNT of pycore_object.h
        dict_watchers=minor >= 12,
    )


def _immortal_bit(minor: int, pointer_size: int) -> int | None:
    if minor < 12:
        return None
    # 3.14 moved a 32-bit build's mark one bit down, with room for overflow above it
    return 31 if pointer_size == 8 else 30


def _words(minor: int, free_threaded: bool) -> tuple[Word, ...]:
    if minor < 11:
        return ()
    first = -1 if free_threaded else -3
    c_type = "PyDictOrValues" if minor == 12 else "PyDictObject*"
    managed = Word("managed dict", c_type, MANAGED_DICT, first)
    if minor == 11:
        return (managed, Word("managed values", "PyDictValues*", MANAGED_DICT, first - 1))
    return (managed, Word("managed weakrefs", "PyWeakReference*", MANAGED_WEAKREF, first - 1))


def model_here() -> Model:
    """Return the model of the running interpreter."""
    here = interpreter()
    return model_of(sys.version_info[1], here.free_threaded, here.pointer_size)
