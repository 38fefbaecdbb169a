"""What is rebuilt from an object's bytes alone is equal to the object, over many objects of each type."""

import gc
import math
import random
import weakref

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_subjects import examples

import pymastery as pm
from pymastery.layout.decoding import Decoder, Undecodable
from pymastery.layout.inspector import source

AT_ONCE = 170
"""Objects made of one example: of 60 examples, more than 10 000."""
MANY = settings(
    max_examples=examples(60), deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
WHERE = source()

integers = st.lists(st.integers(-(2**300), 2**300), min_size=1, max_size=12)
doubles = st.lists(st.floats(), min_size=2, max_size=12)
characters = st.text(st.characters(), max_size=60)
octets = st.binary(max_size=60)


class Pool:
    """Draws objects of one type after the other from what hypothesis has found."""

    def __init__(self, seed, whole, real, text, data):
        self.dice = random.Random(seed)
        self.whole, self.real, self._text, self._data = whole, real, text, data

    def int(self):
        number = self.dice.choice(self.whole)
        return self.dice.choice((number, -number, number >> self.dice.randrange(300), self.dice.randrange(-6, 300)))

    def float(self):
        return self.dice.choice(
            (self.dice.choice(self.real), self.dice.uniform(-1e9, 1e9), float(self.dice.randrange(9)))
        )

    def complex(self):
        return complex(self.float(), self.float())

    def str(self):
        piece = self._text[self.dice.randrange(len(self._text) + 1) :]
        return piece * self.dice.randrange(3) + "".join(self.dice.choices("abc\xe9\u20ac", k=self.dice.randrange(4)))

    def bytes(self):
        return self._data[self.dice.randrange(len(self._data) + 1) :] + self.dice.randbytes(self.dice.randrange(9))

    def bytearray(self):
        return bytearray(self.bytes())

    def atom(self):
        make = self.dice.choice((self.int, self.float, self.complex, self.str, self.bytes, lambda: None, lambda: True))
        return make()

    def key(self):
        make = self.dice.choice((self.int, self.str, self.bytes, lambda: (self.int(), self.str())))
        return make()

    def atoms(self):
        return [self.atom() for _ in range(self.dice.randrange(7))]

    def keys(self):
        return [self.key() for _ in range(self.dice.randrange(14))]

    def list(self):
        return self.atoms()

    def tuple(self):
        return (*self.atoms(), self.atoms())

    def dict(self):
        texts = self.dice.random() < 0.5
        return {self.str() if texts else self.key(): self.atom() for _ in range(self.dice.randrange(14))}

    def set(self):
        return set(self.keys())

    def frozenset(self):
        return frozenset(self.keys())

    def range(self):
        return range(self.int(), self.int(), self.int() or 1)

    def slice(self):
        return slice(self.atom(), self.atom(), self.atom())


TYPES = [
    "int",
    "float",
    "complex",
    "str",
    "bytes",
    "bytearray",
    "tuple",
    "list",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
]


def decoded(value):
    return Decoder(WHERE.layouts, WHERE.model).decode(id(value))


def same(one, other):
    """Whether two values are equal and of equal types all through; NaN is the same as NaN, and 0.0 not as -0.0."""
    if type(one) is not type(other):
        return False
    if type(one) is float:
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    if type(one) is complex:
        return same(one.real, other.real) and same(one.imag, other.imag)
    if type(one) in (tuple, list):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is slice:
        return same((one.start, one.stop, one.step), (other.start, other.stop, other.step))
    if type(one) is dict:
        return same(list(one.items()), list(other.items()))
    return one == other


@pytest.mark.parametrize("name", TYPES)
def test_every_object_is_rebuilt_from_its_bytes(name):
    seen = 0

    @MANY
    @given(st.integers(0, 2**32), integers, doubles, characters, octets)
    def rebuilt(seed, whole, real, text, data):
        nonlocal seen
        pool = Pool(seed, whole, real, text, data)
        for _ in range(AT_ONCE):
            value = getattr(pool, name)()
            assert type(value).__name__ == name
            assert same(decoded(value), value)
            seen += 1

    rebuilt()
    assert seen >= AT_ONCE * examples(60)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


def test_a_dict_that_shares_its_keys_keeps_the_order_of_its_items():
    one, other = Point(1, "up"), Point([2], None)
    del other.x
    other.x = 3
    for shared in (vars(one), vars(other)):
        assert list(pm.layout(shared).decoded.items()) == list(shared.items())


def test_what_was_removed_is_not_rebuilt():
    table = dict.fromkeys(range(30))
    items = set(range(30))
    for number in range(0, 30, 3):
        del table[number]
        items.discard(number)
    assert list(decoded(table)) == list(table)
    assert decoded(items) == items


@pytest.mark.parametrize("value", [10**30_000, "\U0001f40d" * 100_000, b"x" * 3_000_000, list(range(50_000))], ids=type)
def test_large_objects_are_rebuilt_whole(value):
    assert pm.layout(value).decoded == value


def deep():
    items = []
    for _ in range(500):
        items = [items]
    return items


def endless():
    items = []
    items.append(items)
    return items


class Text(str):
    pass


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (object, "there is an object of another type"),
        (lambda: Text("a"), "no subclasses of them"),
        (lambda: [1, Point(1, 2)], "there is an object of another type"),
        (endless, "it holds itself"),
        (deep, "100 of them deep"),
        (lambda: list(range(200_000)), "larger than 100,000 objects"),
    ],
)
def test_what_cannot_be_rebuilt_says_why(make, words):
    value = make()
    with pytest.raises(Undecodable, match=words):
        assert pm.layout(value).decoded


def test_referents_are_those_of_the_collector():
    value = [1.5, "text", Point(1, 2)]
    found = pm.layout(value).referents
    assert list(map(id, found)) == list(map(id, gc.get_referents(value)))


def test_a_view_that_was_drawn_lets_go_of_its_object():
    point = Point(1, 2)
    view = pm.layout(point)
    alive = weakref.ref(point)
    del point
    assert alive() is not None
    view._repr_mimebundle_()
    gc.collect()
    assert alive() is None
    for ask in (lambda: view.decoded, lambda: view.referents):
        with pytest.raises(ValueError, match="make a new one"):
            ask()
    assert view.fields
