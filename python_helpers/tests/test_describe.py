"""Descriptions are bounded and run no code of the object's class."""

import sys
import types

import pytest

from pymastery.describe import LIMIT, bounded, describe, family, printable, safe_sizeof, type_name


class Trap:
    """Any question asked of an instance is an error."""

    def fail(self, *args):
        raise AssertionError("code of the class was run")

    __repr__ = __str__ = __len__ = __sizeof__ = __iter__ = __eq__ = __bool__ = fail
    __hash__ = None
    __getattr__ = fail

    def __getattribute__(self, name):
        raise AssertionError(f"{name} was asked for")


class Meta(type):
    def __repr__(cls):
        raise AssertionError("code of the metaclass was run")

    def __getattribute__(cls, name):
        raise AssertionError(f"{name} was asked for")

    def __instancecheck__(cls, instance):
        raise AssertionError("asked")

    __subclasscheck__ = __instancecheck__


Lying = Meta("Lying", (), {})


class ListOfLies(list):
    def __len__(self):
        raise AssertionError

    __iter__ = __getitem__ = __repr__ = __len__


@pytest.mark.parametrize("make", [Trap, lambda: Lying, lambda: type.__call__(Lying), lambda: ListOfLies([1])])
def test_hostile_objects_are_not_asked(make):
    obj = make()
    assert len(describe(obj)) <= LIMIT
    assert family(obj) in {"instance", "class", "sequence"}
    assert safe_sizeof(obj) >= 0
    assert len(describe([obj, {1: obj}])) <= LIMIT


NUMBERS = [0, -5, 2**70, 1.5, float("nan"), 1j, True, None, ..., range(3), range(1, 9, -2)]
TEXTS = ["a", "é🐍", b"x\0", bytearray(b"y")]
CONTAINERS = [(), (1,), [1, "b"], {"a": 1}, {1}, frozenset(), frozenset({2}), [[]], ([], {})]


@pytest.mark.parametrize("value", [*NUMBERS, *TEXTS, *CONTAINERS], ids=repr)
def test_short_values_are_described_as_python_does(value):
    assert describe(value) == repr(value)


LARGE = ["x" * 10**7, b"x" * 10**7, 10**5000, -(7**9000), list(range(10**6)), {i: i for i in range(10**5)}]


@pytest.mark.parametrize("value", LARGE, ids=["str", "bytes", "int", "negative int", "list", "dict"])
def test_large_values_are_bounded(value):
    text = describe(value)
    assert len(text) <= LIMIT
    assert "…" in text


def test_deep_and_recursive_values_are_bounded():
    loop = []
    loop.append(loop)
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert describe(loop) == "[[[[…]]]]"
    assert describe(deep) == "[[[[…]]]]"
    while deep:  # freed by hand: a nest of 100 000 is deep for the deallocator too
        deep = deep.pop()


def test_a_huge_int_costs_no_quadratic_time():
    value = 1 << 10_000_000
    # its decimal form has more digits than int() lets through, and takes minutes to make
    assert describe(value).endswith("(10000001 bits)")


FAMILIES = [
    *[(1, "number"), (True, "number"), (1.5, "number"), ("a", "text"), (b"a", "text"), ([], "sequence")],
    *[((), "sequence"), ({}, "mapping"), (set(), "set"), (None, "singleton"), (int, "class"), (len, "callable")],
    *[(describe, "callable"), (sys, "module"), (sys._getframe(), "frame"), (types.SimpleNamespace(), "instance")],
]


@pytest.mark.parametrize(("value", "expected"), FAMILIES)
def test_families(value, expected):
    assert family(value) == expected


def test_a_lone_surrogate_is_written_as_its_escape():
    assert bounded("\ud800é") == "\\ud800é"
    assert len(bounded("\ud800" * 500)) == LIMIT


def test_names_and_bounds():
    assert type_name(type("x" * 500, (), {})) == bounded("x" * 500, LIMIT)
    assert len(bounded("x" * 500, LIMIT)) == LIMIT
    assert bounded("short") == "short"


def test_what_cannot_be_printed_is_an_escape():
    assert printable("naïve ≤ 日本 🐍") == "naïve ≤ 日本 🐍"
    assert printable("a\nb\t\x1b[2J\u2028\ud800\\") == "a\\nb\\t\\x1b[2J\\u2028\\ud800\\"
