"""Specialised instructions and what their inline caches hold (PEP 659), as the interpreter has them now.

An instruction that can specialise is followed by cache entries of 16 bits. Which fields they make
depends on the version and on the specialised form: caches.json names them, in the notation of
Python/bytecodes.c ("type_version/2" is a field of two entries). A form that is not listed there
uses the counter alone; a generic one has the fields of `opcode._cache_format`.

Sources: Include/internal/pycore_code.h and pycore_backoff.h, Python/bytecodes.c (Python/ceval.c in
3.11), Python/specialize.c, and the macro expansions in Include/internal/pycore_opcode_metadata.h.
"""

from __future__ import annotations

import dis
import json
import opcode
import sys
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from pymastery.cpython.opcodes import CACHES, STEP
from pymastery.interpreter import interpreter

DATA = Path(__file__).with_name("caches.json")
FIRST_BRANCHES = 0x5555
"""The branch history of a jump that has not run yet, from 3.13 on (Objects/codeobject.c)."""

UNUSED = "unused"
COUNTER = "counter"
ENTRY = 2
"""Bytes of one cache entry."""

_VERSION = sys.version_info[:2]
_HAS_LIVE_CODE = hasattr(types.CodeType, "_co_code_adaptive")
_NAMES: Sequence[str] = getattr(dis, "_all_opname", dis.opname)
_OPCODES = {name: op for op, name in enumerate(dis.opname[:256])}
_FAMILIES: Mapping[str, Sequence[str]] = getattr(opcode, "_specializations", {})
_BASES = {form: base for base, forms in _FAMILIES.items() for form in forms}
# what 3.11 turns into X_ADAPTIVE when a code object has run often enough
_QUICKENED = frozenset(form.removesuffix("_ADAPTIVE") for form in _BASES if form.endswith("_ADAPTIVE"))
_BACKOFF_BITS = 3 if _VERSION >= (3, 15) else 4
_UNREACHABLE = (1 << _BACKOFF_BITS) - 1
_EXECUTOR = "ENTER_EXECUTOR"
_INSTRUMENTED = "INSTRUMENTED_"
# their counters are for the JIT: in other builds nothing counts them down
_COUNTED_BY_JIT = ("RESUME", "JUMP_BACKWARD")


@dataclass(frozen=True)
class Field:
    """One field of an instruction's inline caches.

    Attributes:
        name: As Python/bytecodes.c calls it; "unused" for entries that this form does not look at.
        first_word: The first of its cache entries, 0 for the one right after the instruction.
        words: How many entries it has.
    """

    name: str
    first_word: int
    words: int


@dataclass(frozen=True)
class Entry:
    """A field and what it holds: `value` is made of `words` in the order the machine stores them."""

    name: str
    words: tuple[int, ...]
    value: int


class Instruction(NamedTuple):
    """One instruction of the live code.

    Attributes:
        offset: Bytes from the start of the code.
        opname: What runs there now: a specialised name, "ENTER_EXECUTOR", "INSTRUMENTED_…".
        words: Its cache entries.
        base: The generic name, as in `co_code`.
    """

    offset: int
    opname: str
    words: tuple[int, ...]
    base: str


@dataclass(frozen=True)
class Counter:
    """The adaptive counter of an instruction.

    Attributes:
        value: The number that is counted down.
        backoff: How far the next wait grows; None where there is none (3.11, specialised).
        left: Executions until something happens, the last one included.
        counts: "executions" of a generic form, "misses" of a specialised one; for the JIT, "rounds"
            of a loop and "entries" into a function.
        failed: Whether an attempt to specialise is known to have failed.
    """

    value: int
    backoff: int | None
    left: int
    counts: str
    failed: bool


def misses() -> int | None:
    """Return how often a specialised instruction misses before it is given up or specialised anew.

    Returns:
        The same number in every version (miss_counter_start(), later ADAPTIVE_COOLDOWN_VALUE + 1);
        None while the JIT is on, which sets the counters anew where it records a trace.
    """
    jit = getattr(sys, "_jit", None)
    return None if jit is not None and jit.is_enabled() else 53


def warm_up() -> str | None:
    """Return one sentence when code has to run a few times before any of it may specialise, else None."""
    if not _QUICKENED:
        return None
    return (
        f"{interpreter().name} leaves a code object alone until it has been entered, or has jumped backwards, "
        f"8 times; then its instructions become adaptive."
    )


def why_generic() -> str | None:
    """Return one sentence when this build runs generic instructions only, else None."""
    if not _HAS_LIVE_CODE:
        return f"{interpreter().name} does not specialise instructions: that came with CPython 3.11 (PEP 659)."
    if not _SPECIALISES:
        return f"{interpreter().name} is built without specialisation, so every instruction stays generic."
    return None


def per_thread() -> bool:
    """Return whether each thread specialises a copy of the code of its own (free-threaded 3.14 and later)."""
    return _SPECIALISES and interpreter().free_threaded and _VERSION >= (3, 14)


def traced() -> str | None:
    """Return one sentence when a trace or profile function of this thread keeps instructions generic, else None."""
    if not _SPECIALISES or (sys.gettrace() is None and sys.getprofile() is None):
        return None
    if _VERSION == (3, 11):
        return f"A trace or profile function is active: while it is, {interpreter().name} runs generic instructions."
    return (
        f"A trace or profile function is active: {interpreter().name} puts instrumented instructions, which do "
        "not specialise, in place of those that it watches."
    )


try:
    _opcode: Any = import_module("_opcode")
except ImportError:  # no part of the language
    _opcode = None
_SPECIALISES = _HAS_LIVE_CODE and bool(getattr(_opcode, "ENABLE_SPECIALIZATION", True))


def base_of(opname: str) -> str:
    """Return the generic name that a specialised or instrumented one stands for, itself if it is one."""
    plain = opname.removeprefix(_INSTRUMENTED)
    return _BASES.get(opname, plain if plain in _OPCODES else opname)


def is_specialised(opname: str) -> bool:
    """Return whether this is a specialised form; X_ADAPTIVE of 3.11 still waits to become one."""
    return opname in _BASES and not opname.endswith("_ADAPTIVE")


def is_instrumented(opname: str) -> bool:
    """Return whether a tracing, profiling or monitoring tool has put this in place of an instruction."""
    return opname.startswith(_INSTRUMENTED)


def is_executor(opname: str) -> bool:
    """Return whether execution goes on in the optimizer's trace here."""
    return opname == _EXECUTOR


def can_specialise(opname: str, warm: bool = False) -> bool:
    """Return whether a generic form may be replaced by a specialised one while it runs.

    Args:
        opname: A generic name.
        warm: What `is_warm` says of its code object.
    """
    if warm and opname in _QUICKENED:
        return False
    # where there is no cache to count in, forms are joined with their neighbour once and for all
    return _SPECIALISES and any("__" not in form for form in _FAMILIES.get(_BASES.get(opname, opname), ()))


def is_warm(opnames: Iterable[str]) -> bool:
    """Return whether 3.11 has made the instructions of a code object adaptive: what is generic then, stays so.

    Args:
        opnames: What runs in the code object now.
    """
    return any(name.endswith(("_QUICK", "_ADAPTIVE")) for name in opnames if name in _BASES)


def expects_types(opname: str) -> bool:
    """Return whether the family of an instruction specialises on the objects that it meets."""
    base = base_of(opname)
    if base in _COUNTED_BY_JIT or base not in _FAMILIES:
        return False
    return any(field.name == COUNTER for field in fields(base))


_BEFORE_CALL = ("PRECALL_ADAPTIVE", "PRECALL_BOUND_METHOD", "PRECALL_PYFUNC")
"""Forms of 3.11 that prepare the CALL after them; the others make it too."""


def joined(opname: str) -> int:
    """Return of how many instructions after it a form does the work too.

    Source: SKIP_CALL(), SKIP_OVER() and the superinstructions in Python/ceval.c and Python/bytecodes.c.
    """
    if opname not in _BASES:
        return 0
    if opname.startswith("PRECALL_"):
        return 0 if opname in _BEFORE_CALL else 2 if opname == "PRECALL_NO_KW_LIST_APPEND" else 1
    skips = {
        "BINARY_OP_INPLACE_ADD_UNICODE": _VERSION <= (3, 14),
        "CALL_NO_KW_LIST_APPEND": _VERSION == (3, 12),
        "CALL_LIST_APPEND": _VERSION <= (3, 14),
    }
    return int(skips.get(opname, "__" in opname or opname.endswith("_JUMP")))


@cache
def _table() -> Mapping[str, str] | None:
    """Specialised form → its fields; None where nothing is known of this version."""
    versions: dict[str, dict[str, str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return versions.get(f"{_VERSION[0]}.{_VERSION[1]}")


@cache
def fields(opname: str) -> tuple[Field, ...]:
    """Return the fields of the cache entries after an instruction, in the order they are stored.

    Args:
        opname: Any opcode's name, specialised and instrumented ones included.

    Returns:
        All entries are covered, with "unused" fields where a form does not look; empty for an
        opcode without caches and for a name that this interpreter does not have.
    """
    base = base_of(opname)
    total = CACHES[_OPCODES[base]] if base in _OPCODES else 0
    form = (_table() or {}).get(opname if opname in _BASES else base)
    if form is not None:
        sizes = [(name, int(count)) for name, _, count in (part.partition("/") for part in form.split())]
    elif opname in _BASES:
        sizes = [(COUNTER, min(total, 1))]
    else:
        sizes = list(getattr(opcode, "_cache_format", {}).get(base, {}).items())
    found, at = [], 0
    for name, count in [*sizes, (UNUSED, total - sum(count for _, count in sizes))]:
        if count:
            found.append(Field(name, at, count))
            at += count
    return tuple(found)


def decode(opname: str, words: Sequence[int]) -> tuple[Entry, ...]:
    """Return what the cache entries of an instruction hold, without the ones it does not use.

    Of a generic form only the counter means something: the rest may be left over from before.

    Args:
        opname: The name that `words` belong to; for ENTER_EXECUTOR the instruction it replaced.
        words: Its cache entries, as many as it has.
    """
    found = []
    for field in fields(opname):
        own = tuple(words[field.first_word : field.first_word + field.words])
        if field.name != UNUSED and len(own) == field.words:
            found.append(Entry(field.name, own, _joined(own)))
    return tuple(found)


def _joined(words: tuple[int, ...]) -> int:
    data = b"".join(word.to_bytes(ENTRY, sys.byteorder) for word in words)
    # where a pointer has 4 bytes, half of the room for it is not written
    if len(data) > interpreter().pointer_size:
        data = data[: interpreter().pointer_size]
    return int.from_bytes(data, sys.byteorder)


def counter(opname: str, word: int) -> Counter | None:
    """Return what the counter of an instruction says, None where nothing counts.

    Args:
        opname: The name that stands in the live code.
        word: Its first cache entry.
    """
    first = fields(opname)[:1]
    base = base_of(opname)
    if not first or first[0].name != COUNTER or not _SPECIALISES or is_instrumented(opname) or _table() is None:
        return None
    value, backoff = word >> _BACKOFF_BITS, word & (1 << _BACKOFF_BITS) - 1
    if base in _COUNTED_BY_JIT:
        counting = opname in _BASES and opname.endswith("_JIT") and not opname.endswith("_NO_JIT")
        what = "rounds" if base == "JUMP_BACKWARD" else "entries"
        return Counter(value, backoff, value + 1, what, False) if counting and backoff != _UNREACHABLE else None
    if is_specialised(opname):
        if _VERSION == (3, 11):  # _PyLoadGlobalCache.counter and so on are plain numbers then
            return Counter(word, None, word, "misses", False)
        return Counter(value, backoff, value + 1, "misses", False)
    if opname in _BASES or (base in _FAMILIES and base not in _QUICKENED):
        return Counter(value, backoff, value + 1, "executions", _has_failed(backoff))
    return None


def jump_conditions(mask: int) -> tuple[str, ...]:
    """Return how the left side has to compare for COMPARE_OP_…_JUMP (3.11) to jump: "less", "equal", "greater".

    Source: compare_masks in Python/specialize.c; a jump backwards has its bits three further up.
    """
    return tuple(word for bit, word in ((1, "less"), (2, "equal"), (4, "greater")) if (mask | mask >> 3) & bit)


def signed(value: int) -> int:
    """Return a cache entry of 16 bits as the signed number that an offset is."""
    return value - (1 << 16) if value >> 15 else value


def _has_failed(backoff: int) -> bool:
    # a fresh counter has backoff 1, or 0 in 3.11; one of 3.11 that gave a form up has 5 (ADAPTIVE_BACKOFF_START)
    return backoff > 1 if _VERSION >= (3, 12) else backoff not in (0, 5)


def offsets(code: types.CodeType) -> list[int]:
    """Return where each instruction of `code` begins, in bytes; EXTENDED_ARG counts, caches do not.

    They are taken from `co_code`, whose opcodes are generic: in the live code an opcode may be
    ENTER_EXECUTOR or INSTRUMENTED_LINE, which do not say how many cache entries follow.
    """
    raw, found, offset = code.co_code, [], 0
    while offset < len(raw):
        found.append(offset)
        offset += STEP[raw[offset]]
    return found


def live_bytes(code: types.CodeType) -> bytes:
    """Return a copy of the instructions as they stand in memory now; `co_code` before 3.11."""
    raw: bytes | None = getattr(code, "_co_code_adaptive", None)
    return code.co_code if raw is None else raw


def instruction(raw: bytes, offset: int, op: int) -> Instruction:
    """Return the instruction at `offset` of the live code.

    Args:
        raw: What `live_bytes` gave.
        offset: One of `offsets`.
        op: The generic opcode there: the byte of `co_code`.
    """
    start = offset + 2
    words = tuple(
        int.from_bytes(raw[at : at + ENTRY], sys.byteorder) for at in range(start, start + ENTRY * CACHES[op], ENTRY)
    )
    return Instruction(offset, _NAMES[raw[offset]], words, dis.opname[op])


def adaptive(code: types.CodeType) -> list[Instruction]:
    """Return the instructions of `code` as they stand in memory now, caches included.

    Reading changes nothing. With a copy of the code per thread (free-threaded 3.14 and later) it
    is the first thread's.
    """
    raw, generic = live_bytes(code), code.co_code
    return [instruction(raw, offset, generic[offset]) for offset in offsets(code)]


def replaced(code: types.CodeType, offset: int) -> str | None:
    """Return the name of the instruction that the ENTER_EXECUTOR at `offset` stands for.

    Returns:
        It may be a specialised name; None where there is no executor, or none can be asked.
    """
    try:
        executor = _opcode.get_executor(code, offset)
        return None if executor is None else _NAMES[executor.get_opcode()]
    except (AttributeError, ValueError, RuntimeError):
        return None
