"""str: Include/cpython/unicodeobject.h."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.models import Model
from pymastery.cpython.structs import Layouts
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

SEPARATE = 32
"""Up to this many characters, each is a field of its own."""

_UNITS = {1: "Py_UCS1", 2: "Py_UCS2", 4: "Py_UCS4"}
_SCANNED = 1 << 20
_CODECS = {1: "latin-1", 2: "utf-16", 4: "utf-32"}
_ENDIAN = {1: "", **dict.fromkeys((2, 4), "-le" if sys.byteorder == "little" else "-be")}


@dataclass(frozen=True)
class _Text:
    value: str
    kind: int
    compact: bool

    @property
    def data_size(self) -> int:
        return (len(self.value) + 1) * self.kind


def kind_of(obj: Any) -> int:
    """Return bytes per character, from the characters themselves: 1, 2 or 4."""
    if str.isascii(obj):
        return 1
    largest = 0
    for at in range(0, str.__len__(obj), _SCANNED):  # piece by piece: a giant is not copied whole
        piece = str.__getitem__(obj, slice(at, at + _SCANNED))
        if not piece.isascii():
            largest = max(largest, ord(max(piece)))
    return 1 if largest < 256 else 2 if largest < 65536 else 4


def header_of(obj: Any, layouts: Layouts) -> str:
    """Return the struct that a str begins with: its data follows, or a pointer to it."""
    if type(obj) is not str:
        return "PyUnicodeObject"
    return "PyASCIIObject" if str.isascii(obj) else "PyCompactUnicodeObject"


def size_of(obj: Any, layouts: Layouts) -> int:
    """Return the bytes of a str's block, without a UTF-8 copy that it may keep elsewhere."""
    if type(obj) is not str:
        return object.__sizeof__(obj)
    return layouts.size(header_of(obj, layouts)) + (str.__len__(obj) + 1) * kind_of(obj)


def add_str(reading: Reading, obj: Any, model: Model) -> list[Block]:
    """Add the header and the characters of a str; return the block of the characters of a subclass."""
    text = _Text(str.__getitem__(obj, slice(None)), kind_of(obj), type(obj) is str)
    header = header_of(obj, reading.layouts)
    _add_ascii_header(reading, text, model)
    if header != "PyASCIIObject":
        _add_compact_header(reading, text)
    reading.known_end = reading.layouts.size(header)
    if text.compact:
        _add_characters(reading, text, reading.known_end)
        return []
    return _add_pointer(reading, text)


def _add_ascii_header(reading: Reading, text: _Text, model: Model) -> None:
    struct = "PyASCIIObject"
    length = reading.read(struct, "length")
    proof = compared(length == len(text.value), "len(x) says the same.")
    reading.member(struct, "length", "length", "character" if length == 1 else "characters", proof)
    stored = reading.read(struct, "hash")
    if stored == -1:
        reading.member(struct, "hash", "data", "-1: not asked for yet")
    else:
        proof = _hash_proof(text, stored)
        reading.member(struct, "hash", "data", "kept, so that it is computed once", proof)
    interned = reading.read(struct, "state.interned")
    reading.member(struct, "state.interned", "flags", f"interned: {model.interned[min(interned, 3)]}")
    kind = reading.read(struct, "state.kind")
    how = "The largest code point of x needs that many bytes."
    plural = "byte" if kind == 1 else "bytes"
    proof = compared(kind == text.kind, how)
    reading.member(struct, "state.kind", "flags", f"{plural} per character", proof)
    where = "the characters follow the header" if text.compact else "the characters are elsewhere"
    compact = reading.read(struct, "state.compact")
    proof = compared(bool(compact) == text.compact, "type(x) is str: a subclass keeps its characters elsewhere.")
    reading.member(struct, "state.compact", "flags", where, proof)
    ascii_only = reading.read(struct, "state.ascii")
    proof = compared(bool(ascii_only) == text.value.isascii(), "x.isascii() says the same.")
    words = "only ASCII" if ascii_only else "not only ASCII"
    reading.member(struct, "state.ascii", "flags", words, proof)
    reading.member(struct, "state.ready", "flags", "kind and data are valid")
    static = "part of the interpreter" if reading.read(struct, "state.statically_allocated") == 1 else "allocated"
    reading.member(struct, "state.statically_allocated", "flags", static)
    _add_copy(reading, struct, "wstr", "a wchar_t copy", 0 if text.compact else _data_pointer(reading))


def _data_pointer(reading: Reading) -> int:
    return reading.read("PyUnicodeObject", "data.any")


def _hash_proof(text: _Text, stored: int) -> Proof:
    if len(text.value) > _SCANNED:
        return NO_SECOND_SOURCE
    # a str keeps its hash and CPython keeps one str of a short text, so bytes are asked: they are hashed alike
    data = text.value.encode(_CODECS[text.kind] + _ENDIAN[text.kind], "surrogatepass")
    return compared(hash(data) == stored, "hash() of a bytes object with the same data is the same.")


def _add_copy(reading: Reading, struct: str, name: str, what: str, shared: int = 0) -> None:
    pointer = reading.read(struct, name)
    if pointer == reading.address + reading.layouts.size("PyCompactUnicodeObject"):
        meaning = "the characters below: they are as wide as wchar_t"
    elif shared and pointer == shared:
        meaning = f"no copy: the characters are {'UTF-8' if name == 'utf8' else 'wchar_t'} already"
    else:
        meaning = f"{what} made on demand" if pointer else f"NULL: no {what[2:]} yet"
    reading.member(struct, name, "pointer", meaning)


def _add_compact_header(reading: Reading, text: _Text) -> None:
    struct = "PyCompactUnicodeObject"
    reading.member(struct, "utf8_length", "length", "bytes of the UTF-8 copy")
    _add_copy(reading, struct, "utf8", "a UTF-8 copy", 0 if text.compact else _data_pointer(reading))
    reading.member(struct, "wstr_length", "length", "units of the wchar_t copy")


def _units_hold(reading: Reading, text: _Text, first: int, count: int) -> bool:
    return all(reading.number(first + text.kind * index, text.kind) == ord(text.value[index]) for index in range(count))


def _add_characters(reading: Reading, text: _Text, first: int) -> None:
    shown = min(len(text.value), (reading.end - first) // text.kind)
    unit = _UNITS[text.kind]
    if len(text.value) <= SEPARATE:
        for index in range(shown):
            offset = first + index * text.kind
            code = reading.number(offset, text.kind)
            proof = compared(code == ord(text.value[index]), f"ord(x[{index}]) is the same.")
            shown_as = repr(text.value[index]) if proof.status == "verified" else ""
            reading.add(f"data[{index}]", unit, offset, text.kind, "data", shown_as, proof, str(code))
    elif shown:
        holds = _units_hold(reading, text, first, shown)
        proof = compared(holds, "Each unit is ord() of the character at that place.")
        meaning = f"{shown} characters, {text.kind} byte{'' if text.kind == 1 else 's'} each"
        value = f"{text.value[:24]!r}\N{HORIZONTAL ELLIPSIS}"
        reading.add("data", f"{unit}[]", first, shown * text.kind, "data", meaning, proof, value)
    end = first + len(text.value) * text.kind
    if reading.shows(end, text.kind):
        zero = NO_SECOND_SOURCE if reading.number(end, text.kind) == 0 else compared(False, "It is 0.")
        reading.add("data[end]", unit, end, text.kind, "data", "the closing zero, for C", zero)
    reading.known_end = min(reading.end, end + text.kind)


def _add_pointer(reading: Reading, text: _Text) -> list[Block]:
    address = _data_pointer(reading)
    block = _data_block(reading, text, address)
    if block is None:
        reading.member("PyUnicodeObject", "data.any", "pointer", "the characters", NO_SECOND_SOURCE)
        return []
    holds = all(field.role != "unknown" for field in block.fields)
    proof = compared(holds, "The units it leads to are the characters of x.")
    target = Target(f"{len(text.value)} characters", "data.any")
    reading.member("PyUnicodeObject", "data.any", "pointer", "the characters", proof, target=target)
    return [block] if holds else []


def _data_block(reading: Reading, text: _Text, address: int) -> Block | None:
    size = text.data_size
    try:
        data = memory.read(address, min(size, SHOWN))
    except memory.BadAddress:
        return None
    inner = Reading("data.any", f"{_UNITS[text.kind]}[]", address, 0, size, data, reading.layouts)
    _add_characters(inner, text, 0)
    return inner.finish()
