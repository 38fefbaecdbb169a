"""How much of an object's memory is in use: items of a list and slots for them, digits of an int.

The numbers are those of the fields, so nothing is read a second time. A number whose proof failed is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pymastery.cpython.structs import Layouts
from pymastery.layout.facts import Block, Contents, Field, Layout


def contents_of(facts: Layout, layouts: Layouts) -> Contents | None:
    """Return what the memory of an object holds, and how much there is room for.

    Args:
        facts: The layout of the object.
        layouts: The struct layouts that hold here.

    Returns:
        None for an object that holds nothing countable, or whose counts are not known.
    """
    blocks = {block.id: block for block in facts.blocks}
    if not blocks:
        return None
    count = _COUNTED.get(facts.blocks[0].title)
    if count is None and "values" in blocks:
        count = _attributes
    try:
        return count(blocks, layouts) if count else None
    except KeyError:  # a field that is not there, or not known
        return None


def owned(facts: Layout, contents: Contents | None) -> int:
    """Return the bytes of an object and of the memory that is its own: what `sys.getsizeof` counts of a container.

    A table of keys that others use too is not counted (`_PyDict_SizeOf` of Objects/dictobject.c), nor are values
    that stand in the memory of the instance whose dict it is.

    Args:
        facts: The layout of the object.
        contents: What it holds.
    """
    if not facts.blocks or (facts.blocks[0].title == "dequeobject" and facts.getsizeof):
        return facts.getsizeof  # of a deque, the blocks between the first and the last are not read
    return sum(_own_size(block) for block in facts.blocks) + _beyond(facts.blocks[0], contents)


def is_shared(block: Block) -> bool:
    """Return whether a table of keys is used by others too, by its own count."""
    return any(field.name == "dk_refcnt" and field.value != "1" for field in block.fields)


def _own_size(block: Block) -> int:
    is_inside = block.id == "ma_values" and any(
        field.name == "embedded" and field.value == "1" for field in block.fields
    )
    return 0 if is_inside or is_shared(block) else block.size


def _beyond(block: Block, contents: Contents | None) -> int:
    """Return the bytes of an array's memory that no block draws: those not in use, and a header."""
    if contents is None or block.title not in ("PyByteArrayObject", "arrayobject"):
        return 0
    has_header = contents.allocated and "ob_bytes_object" in _fields(block)  # from 3.15 on, a bytes object
    return contents.spare + (bytes.__basicsize__ if has_header else 0)


def _fields(block: Block) -> Mapping[str, Field]:
    return {field.name: field for field in block.fields if field.role not in ("padding", "unknown")}


def _number(block: Block, name: str) -> int:
    return int(_fields(block)[name].value)


_Blocks = Mapping[str, Block]


def _slots(unit: str, room: str) -> Callable[[_Blocks, Layouts], Contents]:
    def count(blocks: _Blocks, layouts: Layouts) -> Contents:
        used, allocated = (_number(blocks["object"], name) for name in ("ob_size", room))
        width = 1 if unit == "byte" else layouts.pointer_size
        if unit == "item":  # as wide as the array was told; its block has those in use
            width = blocks["ob_item"].size // used if used else 0
        return Contents(used, allocated, unit, width, (allocated - used) * width)

    return count


def _items(unit: str, name: str) -> Callable[[_Blocks, Layouts], Contents]:
    def count(blocks: _Blocks, layouts: Layouts) -> Contents:
        width = 1 if unit == "byte" else layouts.pointer_size
        return Contents(_number(blocks["object"], name), None, unit, width, 0)

    return count


def _digits(blocks: _Blocks, layouts: Layouts) -> Contents:
    known = _fields(blocks["object"])
    name = "lv_tag.digits" if "lv_tag.digits" in known else "ob_size"
    member = layouts.find("PyLongObject", "ob_digit", "long_value.ob_digit")
    assert member is not None
    return Contents(abs(int(known[name].value)), None, "digit", member.size, 0)


def _characters(blocks: _Blocks, layouts: Layouts) -> Contents:
    block = blocks["object"]
    return Contents(_number(block, "length"), None, "character", _number(block, "state.kind"), 0)


def _entries(blocks: _Blocks, layouts: Layouts) -> Contents:
    keys = blocks["ma_keys"]
    usable, used = _number(keys, "dk_usable"), _number(keys, "dk_nentries")
    is_general = _fields(keys)["dk_kind"].value == "0" if "dk_kind" in _fields(keys) else True
    width = layouts.size("PyDictKeyEntry" if is_general else "PyDictUnicodeEntry")
    spare = 0 if is_shared(keys) else usable * width
    return Contents(_number(blocks["object"], "ma_used"), usable + used, "entry", width, spare)


def _table(blocks: _Blocks, layouts: Layouts) -> Contents:
    fill, used, mask = (_number(blocks["object"], name) for name in ("fill", "used", "mask"))
    width = layouts.size("setentry")
    return Contents(used, mask + 1, "entry", width, (mask + 1 - fill) * width)


def _attributes(blocks: _Blocks, layouts: Layouts) -> Contents:
    used, room = (_number(blocks["values"], name) for name in ("size", "capacity"))
    return Contents(used, room, "value", layouts.pointer_size, (room - used) * layouts.pointer_size)


_COUNTED: dict[str, Callable[[_Blocks, Layouts], Contents]] = {
    "PyListObject": _slots("slot", "allocated"),
    "PyByteArrayObject": _slots("byte", "ob_alloc"),
    "arrayobject": _slots("item", "allocated"),
    "PyTupleObject": _items("slot", "ob_size"),
    "PyBytesObject": _items("byte", "ob_size"),
    "dequeobject": _items("slot", "ob_size"),
    "PyLongObject": _digits,
    "PyASCIIObject": _characters,
    "PyCompactUnicodeObject": _characters,
    "PyUnicodeObject": _characters,
    "PyDictObject": _entries,
    "PySetObject": _table,
}
"""By the struct that an object begins with; the sources are those of its fields."""
