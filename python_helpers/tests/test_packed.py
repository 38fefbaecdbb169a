"""Columns of integers as bytes: what goes in comes out, in the form that the schema says."""

import base64
import random
import re
import sys

import pytest
from bytecode_payload import column

from pymastery.packed import pack, unpack, wire

LEAST, GREATEST = -(2**31), 2**31 - 1
EDGES = (0, 1, -1, 126, 127, 128, 129, 255, 256, -126, -127, -128, -129, 19_999, 20_000, -20_000, LEAST, GREATEST)


def generated():
    """Lists of integers, from tame to wild: the same ones in each run."""
    draw = random.Random(3)
    for size in (0, 1, 2, 3, 7, 100, 1_000):
        for low, high in ((0, 127), (-127, 127), (-128, 128), (-300, 300), (0, 100_000), (LEAST, GREATEST)):
            yield [draw.randint(low, high) for _ in range(size)]
        yield [draw.choice(EDGES) for _ in range(size)]
        # small numbers with one that is not, at each end and between
        for place in {0, size // 2, max(0, size - 1)}:
            yield [*range(place), draw.choice(EDGES), *range(place, size)]


LISTS = list(generated())


@pytest.mark.parametrize("numbers", LISTS, ids=range(len(LISTS)))
def test_what_is_packed_is_unpacked(numbers):
    data = pack(numbers)
    assert unpack(data) == numbers
    assert column(wire(data)) == numbers
    assert pack(iter(numbers)) == data


@pytest.mark.parametrize("number", EDGES)
def test_an_integer_is_one_byte_or_five(number):
    data = pack([number])
    if -127 <= number <= 127:
        assert data == bytes((number % 256,))
    else:
        assert data == b"\x80" + number.to_bytes(4, "little", signed=True)


@pytest.mark.parametrize("numbers", LISTS, ids=range(len(LISTS)))
def test_columns_follow_each_other_without_a_seam(numbers):
    assert pack(numbers) + pack(numbers[::-1]) == pack(numbers + numbers[::-1])


@pytest.mark.parametrize("data", [b"", b"abc", b"\x7f\x80", bytes(range(256)), b"\x80" * 5, b"\xff"])
def test_bytes_are_integers_from_0_to_255(data):
    assert unpack(pack(data)) == list(data)
    assert pack(data) == pack(list(data))


@pytest.mark.parametrize("number", [GREATEST + 1, LEAST - 1, 2**63, 10**100])
@pytest.mark.parametrize("before", [[], [1], [200]])
def test_more_than_32_bits_is_refused(number, before):
    with pytest.raises(OverflowError):
        pack([*before, number])


def test_what_is_no_integer_is_refused():
    with pytest.raises(TypeError):
        pack([1, "2"])
    with pytest.raises((TypeError, AttributeError)):
        pack([1.5])


def test_numbers_of_any_size_do_not_pile_up_in_memory():
    from pymastery import packed

    before = sys.getsizeof(packed._packed.__self__)
    pack(range(10**6, 10**6 + 50_000))
    assert sys.getsizeof(packed._packed.__self__) == before


def test_the_wire_is_base64_in_one_line():
    text = wire(pack(range(-1_000, 1_000)))
    assert re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text)
    assert unpack(base64.b64decode(text, validate=True)) == list(range(-1_000, 1_000))
    assert wire(b"") == ""
