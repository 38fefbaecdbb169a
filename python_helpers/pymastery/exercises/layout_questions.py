"""The predictions of the lesson on the layout of objects. Each truth is measured here."""

from __future__ import annotations

import gc
import sys
from itertools import pairwise

from pymastery.checks import question
from pymastery.checks.question import Truth

FLOAT = "x = 2.5"


def _float_size() -> Truth:
    size = sys.getsizeof(2.5)
    choice = {3: "c", 8: "a", 9: "d"}.get(size, "b")
    return Truth(choice, f"it takes {size} bytes")


APPENDS = "xs = []\nfor number in range(100):\n    xs.append(number)"


def _list_growth() -> Truth:
    xs: list[int] = []
    sizes = [sys.getsizeof(xs)]
    for number in range(100):
        xs.append(number)
        sizes.append(sys.getsizeof(xs))
    times = sum(before != after for before, after in pairwise(sizes))
    choice = "a" if times == 100 else "d" if times < 2 else "b" if times < 20 else "c"
    return Truth(choice, f"its size changed at {times} of 100 appends")


POINT = "class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y\n\np = Point(1.5, 2.5)"


def _attributes() -> Truth:
    names: dict[str, object] = {}
    exec(compile(POINT, "<program>", "exec", dont_inherit=True), names)  # noqa: S102
    # what it refers to, as the collector sees it: asking for __dict__ would make one
    held = gc.get_referents(names["p"])
    if any(type(obj) is dict for obj in held):
        return Truth("a", "the instance refers to a dict of its own")
    if 1.5 in held:
        return Truth("b", "the instance refers to 1.5 and 2.5 itself, and to no dict")
    return Truth("c", "the instance refers to neither the values nor a dict")


EXERCISES = {
    "float-size": question(
        "float-size",
        "How many bytes does 2.5 take?",
        FLOAT,
        {
            "a": "8: the number, as in C",
            "b": "16 or more",
            "c": "3: one for each character",
            "d": "9: the number, and a mark of its type",
        },
        _float_size,
        {
            "a": "8 bytes are the number. An object also says what it is, and how many references to it there are.",
            "c": "The characters are in your source alone. The object holds a number, always in the same room.",
            "d": "A type is no mark but an object, and an address leads to it. That takes more than a byte.",
        },
    ),
    "list-growth": question(
        "list-growth",
        "How often does a list grow its array?",
        APPENDS,
        {
            "a": "100 times: at each append",
            "b": "some 10 times",
            "c": "50 times",
            "d": "once, or never",
        },
        _list_growth,
        {
            "a": "Then an append would have to move all items each time. A list asks for more room than it needs now.",
            "c": "The spare room grows with the list, so a long list asks for more of it still more rarely.",
            "d": "Nobody told the list about 100 items. It grows its array when no slot is left.",
        },
    ),
    "attributes": question(
        "attributes",
        "Where are the attributes?",
        POINT,
        {
            "a": "in a dict of its own, as p.__dict__ shows",
            "b": "in an array of values, without a dict",
            "c": "in the class, which keeps them for all instances",
        },
        _attributes,
        {
            "a": "p.__dict__ is made when it is asked for: this instance has never had a dict.",
            "b": "That came with Python 3.11. Your Python gives each instance a dict with its first attribute.",
            "c": "The class may keep the names, which its instances share. Each instance has values of its own.",
        },
    ),
}
