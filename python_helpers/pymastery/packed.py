"""Columns of integers as bytes: what a payload sends and facts keep instead of a list.

An integer from -127 to 127 is one byte, two's complement. Any other is the byte 0x80 and four bytes
more, little-endian. Nearly all numbers of a listing are small, so a column is about as long as it
has rows, and it is made at the speed of C.
"""

from __future__ import annotations

from array import array
from base64 import b64encode
from collections.abc import Iterable

ESCAPE = b"\x80"
"""The byte that announces four bytes more; as a number of one byte it would be -128."""

SMALL, LARGE = -127, 127
"""The least and the greatest integer of one byte."""


def pack(numbers: bytes | Iterable[int]) -> bytes:
    """Return the integers as bytes.

    Args:
        numbers: Integers of 32 bits with sign; `bytes` are integers from 0 to 255.

    Raises:
        OverflowError: For an integer of more than 32 bits.
    """
    if isinstance(numbers, bytes):
        return numbers if numbers.isascii() else b"".join(map(_packed, numbers))
    kept = list(numbers)
    try:
        data = array("b", kept).tobytes()
    except OverflowError:
        return b"".join(map(_packed, kept))
    return b"".join(map(_packed, kept)) if ESCAPE in data else data


class _Packed(dict[int, bytes]):
    """Integer → its bytes, remembered where they are small enough to come again."""

    def __missing__(self, number: int) -> bytes:
        if SMALL <= number <= LARGE:
            data = number.to_bytes(1, "little", signed=True)
        else:
            data = ESCAPE + number.to_bytes(4, "little", signed=True)
        if abs(number) < _REMEMBERED:
            self[number] = data
        return data


_REMEMBERED = 20_000
_packed = _Packed().__getitem__


def unpack(data: bytes) -> list[int]:
    """Return the integers that `pack` made into bytes."""
    if ESCAPE not in data:
        return array("b", data).tolist()
    numbers, at = [], 0
    while at < len(data):
        escaped = data[at] == 0x80
        begin, end = (at + 1, at + 5) if escaped else (at, at + 1)
        numbers.append(int.from_bytes(data[begin:end], "little", signed=True))
        at = end
    return numbers


def wire(data: bytes) -> str:
    """Return packed integers as a string of JSON: base64, because a list is one line a number in a notebook file."""
    return b64encode(data).decode("ascii")
