"""The texts of constants: as `dis` says them, cut only where they are long, and bounded work whatever they are."""

import dis
import random
import time

import pytest

import pymastery as pm
from pymastery.bytecode.texts import TEXT_LIMIT, constant_text

NESTED = [
    "(1, (2, (3, (4, (5, 6)))))",
    "((((((((((),),),),),),),),),)",
    "x in {1, (2, (3, (4, (5, (6, 7)))))}",
    "x[1:2, ::3]",
    "x[::2]",
    "x[:12345678901234567890123456789012345]",
    "(b'bytes of some length', 'text of some length', -1.5, 2j, ..., None, True)",
]


@pytest.mark.parametrize("text", NESTED)
def test_a_constant_is_what_dis_says(text):
    ours = pm.bytecode(f"a = {text}").instructions
    theirs = list(dis.get_instructions(compile(f"a = {text}", "", "exec")))
    assert [each.argrepr for each in ours] == [each.argrepr for each in theirs]
    for each in theirs:
        if each.opcode in dis.hasconst:
            assert constant_text(each.argval) == repr(each.argval)


def nested(chance, depth):
    kind = chance.randrange(9 if depth else 5)
    if kind < 5:
        return (None, chance.randrange(-9, 10**6), 1.5, "a\n" * chance.randrange(4), b"xy")[kind]
    if kind == 8:
        return slice(*(nested(chance, depth - 1) for _ in range(3)))
    return tuple(nested(chance, depth - 1) for _ in range(chance.randrange(4)))


def test_only_length_cuts():
    chance = random.Random(8)
    for _ in range(3_000):
        value = nested(chance, 7)
        if len(repr(value)) <= TEXT_LIMIT:
            assert constant_text(value) == repr(value)
        else:
            assert len(constant_text(value)) == TEXT_LIMIT


def huge():
    deep, doubled, sliced, frozen, own = (), (), slice(0), frozenset(), []
    for number in range(50_000):
        deep = (deep,)
        if number < 60:
            doubled, frozen = (doubled, doubled), frozenset({(frozen, 1), frozen})
            sliced = slice(sliced, sliced, sliced)
    own.append(own)
    return [deep, doubled, sliced, frozen, own, (sliced, doubled), tuple(range(10**6)), (10**100_000,) * 9]


def test_a_huge_constant_takes_no_time():
    for value in huge():
        start = time.perf_counter()
        assert len(constant_text(value)) <= TEXT_LIMIT
        assert time.perf_counter() - start < 0.1
