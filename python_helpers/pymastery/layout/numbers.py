"""int, bool and float: Include/cpython/longintrepr.h and floatobject.h."""

from __future__ import annotations

import struct
import sys
from typing import Any

from pymastery.cpython.models import Model
from pymastery.layout.facts import Proof
from pymastery.layout.reading import NO_SECOND_SOURCE, Reading, compared

_SIGNS = ("positive", "zero", "negative")


def add_int(reading: Reading, obj: Any, model: Model) -> None:
    """Add sign, number of digits and digits of an int, also of a subclass."""
    value = int.__int__(obj)
    digits = -(-int.bit_length(value) // sys.int_info.bits_per_digit)
    if reading.layouts.find("PyLongObject", "long_value.lv_tag"):
        _add_tag(reading, value, digits, model)
    else:
        _add_signed_size(reading, value, digits)
    _add_digits(reading, value, digits)


def _sign(value: int) -> int:
    return 0 if value > 0 else 1 if value == 0 else 2


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _add_signed_size(reading: Reading, value: int, digits: int) -> None:
    size = reading.read("PyVarObject", "ob_size")
    sign = _sign(value)
    holds = size == (digits, 0, -digits)[sign]
    how = "int.bit_length(x) needs that many digits of 30 bits, and the sign is the sign of x."
    meaning = f"{_plural(abs(size), 'digit')}, {_SIGNS[sign]}: the sign of the size is the sign of the number"
    reading.member("PyVarObject", "ob_size", "length", meaning, compared(holds, how))


def _add_tag(reading: Reading, value: int, digits: int, model: Model) -> None:
    member = reading.layouts.find("PyLongObject", "long_value.lv_tag")
    assert member is not None
    offset, size = member.offset, member.size
    tag = reading.number(offset, size)
    proof = compared(tag & 3 == _sign(value), "The sign of x is the same.")
    meaning = f"{_SIGNS[min(tag & 3, 2)]}: 0 is +, 1 is zero, 2 is \N{MINUS SIGN}"
    number = str(tag & 3)
    reading.add("lv_tag.sign", member.c_type, offset, size, "flags", meaning, proof, number, (0, 2))
    shared = "one of the shared small ints" if tag & 4 else "not one of the shared small ints"
    meaning = shared if model.small_int_flag else "reserved"
    reading.add(
        "lv_tag.small" if model.small_int_flag else "lv_tag.reserved",
        member.c_type,
        offset,
        size,
        "flags",
        meaning,
        NO_SECOND_SOURCE,
        str(tag >> 2 & 1),
        (2, 1),
    )
    proof = compared(tag >> 3 == digits, "int.bit_length(x) needs that many digits of 30 bits.")
    meaning = "digit of 30 bits" if tag >> 3 == 1 else "digits of 30 bits"
    width = size * 8 - 3
    reading.add("lv_tag.digits", member.c_type, offset, size, "length", meaning, proof, str(tag >> 3), (3, width))


def _add_digits(reading: Reading, value: int, digits: int) -> None:
    first = reading.layouts.offset("PyLongObject", "ob_digit", "long_value.ob_digit")
    width = sys.int_info.bits_per_digit
    magnitude = abs(value)
    how = f"The digits, each times 2**({width}*i), add up to abs(x)."
    for index in range(digits):
        offset = first + 4 * index
        if not reading.shows(offset, 4):
            break
        digit = reading.number(offset, 4)
        holds = digit == magnitude >> width * index & (1 << width) - 1
        meaning = f"\N{MULTIPLICATION SIGN} 2**{width * index}" if digits > 1 else "the whole magnitude"
        name = f"ob_digit[{index}]"
        reading.add(name, "digit", offset, 4, "data", meaning, compared(holds, how), str(digit))
    if not digits and reading.shows(first, 4):
        slot = Proof("read", "Room for one digit is always allocated; the digit count says 0.")
        reading.add("ob_digit[0]", "digit", first, 4, "padding", "room for a digit, not used", slot)
    reading.known_end = min(reading.end, first + 4 * max(digits, 1))


def add_complex(reading: Reading, obj: Any) -> None:
    """Add the two parts of a complex number, also of a subclass."""
    for part, value in (("real", complex.real.__get__(obj)), ("imag", complex.imag.__get__(obj))):
        member = reading.layouts.find("PyComplexObject", f"cval.{part}")
        assert member is not None
        at = member.offset - reading.start
        holds = reading.data[at : at + 8] == struct.pack("=d", value)
        proof = compared(holds, f"struct.pack('d', x.{part}) gives the same 8 bytes.")
        reading.member("PyComplexObject", member.name, "data", f"IEEE 754 double: the {part} part", proof, repr(value))
    reading.known_end = reading.layouts.size("PyComplexObject")


def add_float(reading: Reading, obj: Any) -> None:
    """Add the value of a float, also of a subclass."""
    member = reading.layouts.find("PyFloatObject", "ob_fval")
    assert member is not None
    value = float.__float__(obj)
    at = member.offset - reading.start
    holds = reading.data[at : at + 8] == struct.pack("=d", value)
    proof = compared(holds, "struct.pack('d', x) gives the same 8 bytes.")
    meaning = f"IEEE 754 double: exactly {float.hex(value)}"
    reading.member("PyFloatObject", "ob_fval", "data", meaning, proof, float.__repr__(value))
    reading.known_end = reading.layouts.size("PyFloatObject")
