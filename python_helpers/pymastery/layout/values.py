"""The values of instance attributes, apart from the keys: PyDictValues of pycore_dict.h."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pymastery.cpython import memory
from pymastery.describe import bounded
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

_STRUCT = "_dictvalues"
_OTHER = Proof("read", "NULL where the attribute is not set.")


class Attribute(NamedTuple):
    """A value that public API knows.

    Attributes:
        place: Its index in the array, -1 where that is not known.
        name: Of the attribute, "" where that is not known.
        address: id of the value.
        said: A description of it.
        how: What was compared.
    """

    place: int
    name: str
    address: int
    said: str
    how: str


def values_block(
    reading: Reading, block_id: str, address: int, count: int, attributes: Sequence[Attribute]
) -> Block | None:
    """Return the block of the values array at an address that the interpreter stores.

    Args:
        reading: The block that leads here.
        block_id: Of the new block.
        address: Of the PyDictValues.
        count: Values there are, where the struct does not say it (before 3.13).
        attributes: The attribute values, known by public API.
    """
    layouts = reading.layouts
    width = layouts.pointer_size
    states_capacity = layouts.find(_STRUCT, "capacity") is not None
    first = layouts.offset(_STRUCT, "values") if _STRUCT in layouts else 0
    before = after = 0
    try:
        if states_capacity:
            count = memory.read(address, 1)[0]
            after = _rounded(count, width)
        elif _STRUCT in layouts:
            before = memory.read(address - 1, 1)[0]
            if before % width or before < _rounded(count + 2, width):
                return None
            # the keys of the class may have less room by now: the fewest that need this prefix
            count = max(count, before - width - 1)
        size = before + first + count * width + after
        data = memory.read(address - before, min(size, SHOWN))
    except memory.BadAddress:
        return None
    title = "PyDictValues" if _STRUCT in layouts else "PyObject*[]"
    block = Reading(block_id, title, address, -before, size, data, layouts)
    if states_capacity:
        _add_header(block)
    _add_values(block, first, count, attributes)
    _add_order(block, first + count * width, count, before)
    block.known_end = max(first, block.end if states_capacity else 0)
    return block.finish()


def _rounded(count: int, width: int) -> int:
    return (count + width - 1) // width * width


def _add_header(block: Reading) -> None:
    block.member(_STRUCT, "capacity", "length", "values fit")
    block.member(_STRUCT, "size", "length", "have been set so far")
    inside = "inside the instance's own memory" if block.read(_STRUCT, "embedded") else "allocated alone"
    block.member(_STRUCT, "embedded", "flags", inside)
    valid = "in use" if block.read(_STRUCT, "valid") else "given up: the dict holds its own values"
    block.member(_STRUCT, "valid", "flags", valid)


def _add_order(block: Reading, end: int, count: int, before: int) -> None:
    """Add the order in which attributes were set: behind the values (3.13), or in front of them, backwards (3.11)."""
    if before:
        used = block.number(-2, 1)
        words = "bytes in front of the values"
        block.add("prefix size", "uint8_t", -1, 1, "length", words, NO_SECOND_SOURCE)
        block.add("used", "uint8_t", -2, 1, "length", "have been set so far", NO_SECOND_SOURCE)
        places = [-3 - index for index in range(min(used, before - 2))]
        if before - 2 > len(places):
            block.add("order", "uint8_t[]", -before, before - 2 - len(places), "padding", "not used", _UNUSED, "")
    elif block.layouts.find(_STRUCT, "capacity") is not None:
        used = block.read(_STRUCT, "size")
        places = [end + index for index in range(min(used, count))]
    else:
        return
    for index, offset in enumerate(places):
        if block.shows(offset, 1):
            words = f"set as number {index + 1}: values[{block.number(offset, 1)}]"
            block.add(f"order[{index}]", "uint8_t", offset, 1, "data", words, NO_SECOND_SOURCE)


_UNUSED = Proof("read", "Room for the order of attributes that are not set.")


def _add_values(block: Reading, first: int, count: int, attributes: Sequence[Attribute]) -> None:
    width = block.layouts.pointer_size
    end = min(first + count * width, block.end)
    by_place = {each.place: each for each in attributes if each.place >= 0}
    by_address = {each.address: each for each in attributes}
    for index in range(count):
        offset = first + index * width
        if not block.shows(offset, width):
            break
        pointer = block.number(offset, width)
        rest = block.data[offset - block.start : end - block.start]
        if len(rest) > width and not any(rest):
            words = f"{count - index} attributes not set: NULL"
            block.add(f"values[{index}:{count}]", "PyObject*[]", offset, len(rest), "padding", words, _OTHER, "")
            break
        named = by_place.get(index)
        known = named or by_address.get(pointer)
        name = f"values[{index}]"
        if known and pointer:
            proof = compared(pointer == known.address, known.how)
            words = f"attribute {bounded(known.name)}" if named else f"value {index}"
            block.add(name, "PyObject*", offset, width, "pointer", words, proof, target=Target(known.said))
        else:
            words = "NULL: not set" if not pointer else "a value that is not asked for here"
            block.add(name, "PyObject*", offset, width, "pointer", words, _OTHER)
