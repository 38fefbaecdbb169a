"""The values of instance attributes, apart from the keys: PyDictValues of pycore_dict.h."""

from __future__ import annotations

from collections.abc import Sequence

from pymastery.cpython import memory
from pymastery.describe import describe
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.reading import SHOWN, Reading

_STRUCT = "_dictvalues"
_FOUND = Proof("verified", "It is the id of one of the attribute values.")
_OTHER = Proof("read", "NULL where the attribute is not set.")


def values_block(reading: Reading, block_id: str, address: int, count: int, values: Sequence[object]) -> Block | None:
    """Return the block of the values array at an address that the interpreter stores.

    Args:
        reading: The block that leads here.
        block_id: Of the new block.
        address: Of the PyDictValues.
        count: Values there are, where the struct does not say it (before 3.13).
        values: The attribute values, known by public API.
    """
    layouts = reading.layouts
    width = layouts.pointer_size
    states_capacity = layouts.find(_STRUCT, "capacity") is not None
    first = layouts.offset(_STRUCT, "values") if _STRUCT in layouts else 0
    try:
        if states_capacity:
            count = memory.read(address, 1)[0]
        size = first + count * width
        data = memory.read(address, min(size, SHOWN))
    except memory.BadAddress:
        return None
    block = Reading(block_id, "PyDictValues" if _STRUCT in layouts else "PyObject*[]", address, 0, size, data, layouts)
    if states_capacity:
        _add_header(block)
    _add_values(block, first, count, {id(value): value for value in values})
    block.known_end = first
    return block.finish()


def _add_header(block: Reading) -> None:
    block.member(_STRUCT, "capacity", "length", "values fit")
    block.member(_STRUCT, "size", "length", "have been set so far")
    inside = "inside the instance's own memory" if block.read(_STRUCT, "embedded") else "allocated alone"
    block.member(_STRUCT, "embedded", "flags", inside)
    valid = "in use" if block.read(_STRUCT, "valid") else "given up: the dict holds its own values"
    block.member(_STRUCT, "valid", "flags", valid)


def _add_values(block: Reading, first: int, count: int, known: dict[int, object]) -> None:
    width = block.layouts.pointer_size
    for index in range(count):
        offset = first + index * width
        if not block.shows(offset, width):
            break
        pointer = block.number(offset, width)
        rest = block.data[offset - block.start :]
        if len(rest) > width and not any(rest):
            words = f"{count - index} attributes not set: NULL"
            block.add(f"values[{index}:{count}]", "PyObject*[]", offset, len(rest), "padding", words, _OTHER, "")
            break
        name = f"values[{index}]"
        if pointer in known:
            target = Target(describe(known[pointer], 40))
            block.add(name, "PyObject*", offset, width, "pointer", f"value {index}", _FOUND, target=target)
        else:
            words = "NULL: not set" if not pointer else "a value that is not asked for here"
            block.add(name, "PyObject*", offset, width, "pointer", words, _OTHER)
