"""Objects whose layouts are tested, and ways into a layout's payload."""

import gc
import json
import sys
import sysconfig
import weakref
from pathlib import Path

import jsonschema

import pymastery as pm
from pymastery.layout.payload import payload

SCHEMA = json.loads((Path(pm.__file__).parent / "schemas" / "layout.v1.schema.json").read_text())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
COUNT = "ob_ref_local" if FREE_THREADED else "ob_refcnt"
"""Where the references that this thread makes are counted."""


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class Slots:
    __slots__ = ("a", "b")


def split_dict():
    return vars(Point(1, 2))


def deleted_dict():
    table = dict.fromkeys(range(12))
    for key in range(0, 12, 2):
        del table[key]
    return table


def appended(count):
    items = []
    for number in range(count):
        items.append(number)
    return items


SUBJECTS = [
    0, 1, -1, 5, 2**30, -(2**60), 7**900, True, False, 0.0, -0.0, 1.5, float("inf"), float("nan"),
    "", "a", "hello", "caf\xe9", "\u20ac", "h\u20ac llo", "\U0001F40D", "\ud800", "z" * 5000,
    "\u20ac" * 40, "x" * 32, "x" * 33,
    (), (1,), (1, "a", None), tuple(range(500)), [], [1], [1, 2, 3], appended(5), appended(300),
    {}, {"a": 1}, {1: 2}, {"a": 1, 2: 3}, dict.fromkeys(map(str, range(100))), dict.fromkeys(range(5000)),
    deleted_dict(),
    split_dict(), Point(1, "up"), Slots(), object(), None, ..., NotImplemented, int, Point, len, pm.layout, sys, b"abc",
    bytearray(b"xyz"), {1, 2}, frozenset("ab"), range(3), (n for n in "ab"), 3 + 4j, memoryview(b"ab"), gc, lambda: 0,
    weakref.ref(Point), type(sys)("m"), slice(1), Point.__init__.__code__,
]  # fmt: skip


def named(subjects):
    return [f"{number}-{type(subject).__name__}" for number, subject in enumerate(subjects)]


def read_only(view):
    """Return a layout's payload without what surrounds the object: to ask the whole heap for that takes longer."""
    return payload(view._facts)


def blocks_in(view):
    """Return the blocks of a layout's payload."""
    return read_only(view)["blocks"]


def examples(count):
    """Return how many examples to try: fewer where the interpreter itself is interpreted."""
    return count // 12 if sys.platform == "emscripten" else count


def fields(view, block=0):
    return {field["name"]: field for field in blocks_in(view)[block]["fields"]}


def block_of(view, block_id):
    return next(block for block in blocks_in(view) if block["id"] == block_id)


def bytes_of(block, field):
    data = bytes.fromhex(block["bytes"])
    return data[field["offset"] - block["start"] :][: field["size"]]


def assert_covers(block):
    """Each bit shown belongs to exactly one field, and fields stand in order."""
    shown = len(block["bytes"]) // 2
    owner = [0] * (shown * 8)
    places = []
    for field in block["fields"]:
        start = (field["offset"] - block["start"]) * 8
        bits = field.get("bits", {"first": 0, "width": field["size"] * 8})
        places.append((field["offset"], bits["first"]))
        for bit in range(start + bits["first"], start + bits["first"] + bits["width"]):
            owner[bit] += 1
    assert owner == [1] * (shown * 8)
    assert places == sorted(places)
