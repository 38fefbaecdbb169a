"""What stands in front of every object and what it begins with: GC links, count, type."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from typing import Any

from pymastery.cpython.models import HAVE_GC, HEAP_TYPE, INLINE_VALUES, Model, Word
from pymastery.cpython.structs import Layouts
from pymastery.describe import describe, issubclass_exactly
from pymastery.layout.facts import Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, PADDING, Reading, compared

_FLAGS = type.__dict__["__flags__"].__get__
_is_immortal = getattr(sys, "_is_immortal", None)


def type_flags(obj: object) -> int:
    """Return tp_flags of an object's type, without asking its metaclass."""
    return int(_FLAGS(type(obj)))


def start_of(obj: object, layouts: Layouts, model: Model) -> int:
    """Return the offset of an object's first byte: negative where words stand in front of it."""
    if issubclass_exactly(type(obj), type) and not int(_FLAGS(obj)) & HEAP_TYPE:
        return 0  # a static type: the compiler placed it, no allocator put words in front
    flags = type_flags(obj)
    head = layouts.size("PyGC_Head") if model.gc_head and flags & HAVE_GC else 0
    words = 2 * layouts.pointer_size if flags & model.words_flags else 0
    return -head - words


def add_pre_header(reading: Reading, obj: object, model: Model) -> None:
    """Add the words in front of the object, those that its block begins with."""
    pointer_size = reading.layouts.pointer_size
    for word in model.words:
        if reading.shows(word.index * pointer_size, pointer_size):
            _add_word(reading, obj, word, word.index * pointer_size)
    if model.gc_head and reading.start < 0:
        _add_gc_head(reading, obj)


def _add_word(reading: Reading, obj: object, word: Word, offset: int) -> None:
    size = reading.layouts.pointer_size
    pointer = reading.number(offset, size)
    if not type_flags(obj) & word.flag:
        reading.add(word.name, word.c_type, offset, size, "padding", "room this type does not use", _ROOM)
        return
    meaning, target, proof = _word_meaning(obj, word, pointer)
    reading.add(word.name, word.c_type, offset, size, "pointer", meaning, proof, target=target)


_ROOM = Proof("read", "The type's flags do not use this word; two of them always come together.")


def _word_meaning(obj: object, word: Word, pointer: int) -> tuple[str, Target | None, Proof]:
    if word.name == "managed weakrefs":
        return weak_references(obj, pointer)
    if pointer == 0:
        inline = word.name == "managed dict" and type_flags(obj) & INLINE_VALUES
        return ("NULL: no dict yet, values inline" if inline else "NULL: none yet"), None, NO_SECOND_SOURCE
    if word.c_type == "PyDictOrValues" and pointer & 1:
        return "low bit 1: an array of values, no dict yet", None, NO_SECOND_SOURCE
    if word.name == "managed values":
        return "the array of attribute values, no dict yet", None, NO_SECOND_SOURCE
    found = next((each for each in gc.get_referents(obj) if id(each) == pointer), None)
    if found is None:
        # 3.13.0 visits the values and not the dict, and a pointer that nothing confirms is not followed
        return "the dict of the attributes", None, NO_SECOND_SOURCE
    proof = compared(type(found) is dict, "gc.get_referents(x) has a dict with this id.")
    return "the dict of the attributes", Target(describe(found)), proof


def weak_references(obj: object, pointer: int) -> tuple[str, Target | None, Proof]:
    """Return what the pointer to the first weak reference to an object means."""
    count = weakref.getweakrefcount(obj)
    if not pointer:
        return "NULL: no weak references", None, compared(count == 0, "weakref.getweakrefcount(x) is 0.")
    holds = any(id(each) == pointer for each in weakref.getweakrefs(obj))
    how = "It is the id of one of weakref.getweakrefs(x)."
    return f"the first of {count} weak references", Target("<weakref>"), compared(holds, how)


def _add_gc_head(reading: Reading, obj: object) -> None:
    base = -reading.layouts.size("PyGC_Head")
    size = reading.layouts.pointer_size
    following = reading.number(base, size)
    tracked, finalized = gc.is_tracked(obj), gc.is_finalized(obj)
    meaning = "next object the collector tracks" if following else "NULL: the collector does not track it"
    proof = compared((following != 0) == tracked, f"gc.is_tracked(x) is {tracked}.")
    if following and proof.status == "verified":
        proof = Proof("read", "gc.is_tracked(x) is True, so it is not NULL; which neighbour it is, nothing else says.")
    reading.add("_gc_next", "uintptr_t", base, size, "gc", meaning, proof)
    previous = base + size
    done = reading.number(previous, size) & 1
    proof = compared(bool(done) == finalized, f"gc.is_finalized(x) is {finalized}.")
    words = "its finalizer has run" if done else "no finalizer has run"
    reading.add("_gc_prev.finalized", "uintptr_t", previous, size, "flags", words, proof, bits=(0, 1))
    collecting = "in a collection now" if reading.number(previous, size) & 2 else "not in a collection"
    reading.add("_gc_prev.collecting", "uintptr_t", previous, size, "flags", collecting, NO_SECOND_SOURCE, bits=(1, 1))
    link = reading.number(previous, size) & ~3
    reading.add(
        "_gc_prev",
        "uintptr_t",
        previous,
        size,
        "gc",
        "previous object the collector tracks" if link else "NULL: not in its list",
        NO_SECOND_SOURCE,
        hex(link),
        (2, size * 8 - 2),
    )


def add_header(reading: Reading, obj: object, model: Model, count: int, own: int, asked: int) -> None:
    """Add the reference count and the type pointer.

    Args:
        reading: The block of the object.
        obj: The object.
        model: What the bits mean here.
        count: What sys.getrefcount said right after the bytes were copied.
        own: References to its argument that a call adds, as measured here.
        asked: References that sys.getrefcount adds itself, as measured here.
    """
    if model.biased:
        _add_biased_count(reading, obj, count, own, asked)
    else:
        _add_count(reading, obj, model, count, own, asked)
    cls: Any = type(obj)
    proof = compared(reading.read("PyObject", "ob_type") == id(cls), "It equals id(type(x)).")
    reading.member("PyObject", "ob_type", "type", "the class of this object", proof, target=Target(describe(cls)))
    reading.known_end = reading.layouts.size("PyObject")


def _add_count(reading: Reading, obj: object, model: Model, count: int, own: int, asked: int) -> None:
    number = reading.read("PyObject", "ob_refcnt")
    immortal = model.immortal_bit is not None and bool(number >> model.immortal_bit & 1)
    if immortal and number == count:
        proof = Proof("verified", "sys.getrefcount(x) says the same number, however many references there are.")
    elif number == count - asked:
        proof = Proof("verified", "sys.getrefcount(x), asked right after, says the same without its own argument.")
    else:
        proof = Proof("read", "sys.getrefcount(x) says another number: code that ran between changed it.")
    if immortal and _is_immortal is not None and not _is_immortal(obj):
        proof = compared(False, "sys._is_immortal(x) is True.")
    reading.member("PyObject", "ob_refcnt", "refcount", _count_meaning(number, immortal, own, model), proof)
    if reading.layouts.find("PyObject", "ob_overflow"):
        reading.member("PyObject", "ob_overflow", "refcount", "what old extension modules counted too far")
        flags = reading.read("PyObject", "ob_flags")
        words = [word for bit, word in ((1, "immortal"), (4, "statically allocated")) if flags & bit]
        meaning = ", ".join(words) or (f"bits {flags:#x}" if flags else "none")
        reading.member("PyObject", "ob_flags", "flags", meaning)


def _count_meaning(number: int, immortal: bool, own: int, model: Model) -> str:
    if immortal:
        return "immortal: not counted, never freed"
    if model.static_count is not None and number >= model.static_count:
        return f"counted from {model.static_count} on: part of the interpreter, never freed"
    noun = "strong reference" if number == 1 else "strong references"
    if own == 0:
        return f"{noun}; a local lends itself to a call uncounted, a global counts one more"
    return f"{noun}: {own} by this call, {number - own} elsewhere"


_SHARED_STATES = (
    "",
    "; it may have weak references",
    "; waits until its owner merges both counts",
    "; merged: no thread owns it",
)
"""The two low bits of ob_ref_shared: Include/object.h, or refcount.h, of a free-threaded build."""

_GC_BITS = (
    (1, "tracked"),
    (2, "finalized"),
    (4, "unreachable"),
    (8, "frozen"),
    (16, "shared"),
    (32, "alive"),
    (64, "counted late"),
)
"""Include/internal/pycore_gc.h: 64 is a deferred count (PEP 703)."""


def _add_biased_count(reading: Reading, obj: object, count: int, own: int, asked: int) -> None:
    local, shared = reading.read("PyObject", "ob_ref_local"), reading.read("PyObject", "ob_ref_shared")
    immortal = local == 0xFFFFFFFF
    total = local + (shared >> 2)
    if immortal and count == local:
        proof = Proof("verified", "sys.getrefcount(x) says the same number, however many references there are.")
    elif total == count - asked:
        how = "sys.getrefcount(x), asked right after, says the sum of both counts without its own argument."
        proof = Proof("verified", how)
    else:
        proof = Proof("read", "sys.getrefcount(x) says another number: code that ran between changed it.")
    is_owner = _add_owner(reading)
    reading.member("PyObject", "_padding", "padding", "not used", PADDING)
    reading.member("PyObject", "ob_flags", "flags", "")
    reading.member("PyObject", "ob_mutex", "flags", "the object's lock: 0 is open")
    _add_gc_bits(reading, obj)
    words = "strong references by the owning thread"
    if immortal:
        words = "immortal: not counted, never freed"
    elif is_owner and own:
        words += f": {own} by this call, {local - own} elsewhere"
    reading.member("PyObject", "ob_ref_local", "refcount", words, proof)
    words = f"{shared >> 2} by other threads{_SHARED_STATES[shared & 3]}"
    reading.member("PyObject", "ob_ref_shared", "refcount", words, proof)


def _add_owner(reading: Reading) -> bool:
    """Add whose count ob_ref_local is; return whether it is this thread's."""
    thread = reading.read("PyObject", "ob_tid")
    # _Py_ThreadId is the thread pointer, which most C libraries give as pthread_self() too
    is_owner = thread == threading.get_ident()
    if is_owner:
        meaning, proof = "this thread owns the local count", Proof("verified", "It equals threading.get_ident().")
    else:
        meaning = "the thread that owns the local count" if thread else "no thread owns the local count"
        proof = NO_SECOND_SOURCE
    reading.member("PyObject", "ob_tid", "refcount", meaning, proof)
    return is_owner


def _add_gc_bits(reading: Reading, obj: object) -> None:
    bits = reading.read("PyObject", "ob_gc_bits")
    tracked, finalized = gc.is_tracked(obj), gc.is_finalized(obj)
    proof = compared(
        (bool(bits & 1), bool(bits & 2)) == (tracked, finalized),
        f"gc.is_tracked(x) is {tracked}, gc.is_finalized(x) is {finalized}.",
    )
    meaning = ", ".join(word for bit, word in _GC_BITS if bits & bit) or "not tracked"
    reading.member("PyObject", "ob_gc_bits", "flags", meaning, proof)
