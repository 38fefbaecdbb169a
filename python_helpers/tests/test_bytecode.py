"""What `pm.bytecode` takes and refuses, and that nothing of it runs."""

import asyncio
import functools
import importlib.util
import re
import sys
import types
from pathlib import Path

import pytest
from bytecode_payload import decode, validate

import pymastery as pm

TESTS = Path(__file__).parent
CASES = sorted(
    path.stem
    for path in (TESTS / "cases").glob("*.py")
    if re.search(r"return pm\.bytecode\(\w+\)$", path.read_text("utf-8"), re.M)
)
HAS_QUALNAME = hasattr(types.CodeType, "co_qualname")


def show_case(name):
    spec = importlib.util.spec_from_file_location(f"case_{name}", TESTS / "cases" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.bytecode(pm)


def first(view):
    """The outermost code object of a view, as its payload has it."""
    return decode(validate(view))[0]


def total(values):
    result = 0
    for value in values:
        result += value
    return result


class Point:
    @staticmethod
    def origin():
        return 0

    @classmethod
    def make(cls):
        return cls

    @property
    def x(self):
        return 1

    def move(self):
        return self

    def __call__(self):
        return self


def numbers_up():
    yield 1


async def fetch():
    return 1


async def stream():
    yield 1


def here():
    return sys._getframe()


@pytest.mark.parametrize("name", CASES)
def test_every_case_is_as_the_schema_says(name):
    payload = validate(show_case(name))
    assert payload["program"]["source"]["lines"]
    assert "cut" not in payload["program"]
    assert "notices" not in payload
    for code in decode(payload):
        assert code.rows
        assert code.located


@pytest.mark.parametrize(
    ("subject", "words", "qualname"),
    [
        (total, "function total", "total"),
        (total.__code__, "code object total", "total"),
        (Point().move, "method Point.move", "Point.move"),
        (Point.__dict__["origin"], "method Point.origin", "Point.origin"),
        (Point.__dict__["make"], "method Point.make", "Point.make"),
        (Point.make, "method Point.make", "Point.make"),
        (types.MethodType(numbers_up, 1), "method numbers_up", "numbers_up"),
        (numbers_up(), "generator numbers_up", "numbers_up"),
        ((each for each in ()), "generator <genexpr>", "<genexpr>"),
        (stream(), "asynchronous generator stream", "stream"),
        (here(), "frame of here", "here"),
        (lambda: 1, "function <lambda>", "<lambda>"),
        ("x = 1", "source text", "<module>"),
        ("", "source text", "<module>"),
    ],
)
def test_what_is_taken(subject, words, qualname):
    view = pm.bytecode(subject)
    assert view.payload["subject"] == (words if HAS_QUALNAME else words.replace("Point.", ""))
    assert first(view).qualname == (qualname if HAS_QUALNAME else qualname.split(".")[-1])


def test_a_coroutine_is_not_run():
    coroutine = fetch()
    try:
        assert pm.bytecode(coroutine).payload["subject"] == "coroutine fetch"
        assert coroutine.cr_frame is not None
    finally:
        assert asyncio.run(coroutine) == 1


def test_a_generator_goes_on_where_it_was():
    generator = (each for each in "abc")
    assert next(generator) == "a"
    pm.bytecode(generator)
    pm.bytecode(generator.gi_frame)
    assert list(generator) == ["b", "c"]
    assert pm.bytecode(generator).payload["subject"].endswith("<genexpr>")


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        (len, "len is implemented in C: it has no bytecode; try a function written in Python"),
        (str.upper, "upper is implemented in C"),
        ([].append, "append is implemented in C"),
        (object().__str__, "__str__ is implemented in C"),
        (dict.__dict__["fromkeys"], "fromkeys is implemented in C"),
        (staticmethod(len), "len is implemented in C"),
        (types.MethodType(len, []), "len is implemented in C"),
        (Point(), "an object of class Point has no bytecode of its own: try Point.__call__"),
        (Point.x, "try its .fget"),
        (functools.partial(total), "try its .func"),
        (functools.lru_cache(total), "try its .__wrapped__"),
        (b"x", "decode these bytes first"),
        (42, "an object of class int has no bytecode; try a function"),
        (None, "an object of class NoneType has no bytecode"),
        ([total], "an object of class list has no bytecode"),
    ],
)
def test_what_is_refused_and_what_to_try(subject, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        pm.bytecode(subject)


@pytest.mark.parametrize("text", ["def f(:", "x = = 1", "return 1", "a\0b", "  x", "nonlocal x", "f(**a, *b)"])
def test_syntax_errors_are_the_compilers(text):
    with pytest.raises(SyntaxError) as ours:
        pm.bytecode(text)
    if "\0" not in text:
        with pytest.raises(SyntaxError) as theirs:
            compile(text, "<source text>", "exec")
        assert str(ours.value) == str(theirs.value)
        assert ours.value.lineno == theirs.value.lineno


def test_a_surrogate_in_source_text_is_refused_with_its_line():
    with pytest.raises(SyntaxError, match="line 2 of the source text has a lone surrogate"):
        pm.bytecode("a = 1\nb = '\ud800'")


def test_our_own_compiler_flags_are_not_the_learners():
    # this file may begin with `from __future__ import annotations` one day
    text = "def f(a: int): pass"
    theirs = compile(text, "<source text>", "exec", dont_inherit=True)
    assert first(pm.bytecode(text)).names == list(theirs.co_names)


class Alarm:
    """Every special method that drawing could call raises."""

    def _ring(self, *args):
        raise RuntimeError("the learner's code was run")

    __repr__ = __str__ = __len__ = __iter__ = __hash__ = __eq__ = __bool__ = __getattr__ = _ring
    __class__ = property(_ring)


def test_nothing_of_the_learner_runs():
    with pytest.raises(TypeError, match="an object of class Alarm has no bytecode"):
        pm.bytecode(Alarm())
    code = total.__code__.replace(co_consts=(None, Alarm(), 0, 1))
    view = pm.bytecode(code)
    assert "<Alarm>" in first(view).consts
    assert view.instructions
    assert str(view)
    ran = []
    pm.bytecode("ran.append(1)\nraise SystemExit")
    assert not ran


def test_a_code_object_in_two_places_is_shown_once():
    inner = compile("1", "<inner>", "eval")
    outer = total.__code__.replace(co_consts=(None, inner, inner))
    looped = types.CodeType.replace(outer, co_consts=(outer, outer))
    codes = decode(validate(pm.bytecode(looped)))
    assert [code.level for code in codes] == [0, 1, 2]
    assert codes[0].consts == [-2, -2]


def test_a_method_that_holds_itself_is_refused():
    for kind in (staticmethod, classmethod):
        held = kind(total)
        held.__init__(held)
        with pytest.raises(TypeError, match=f"a {kind.__name__} is an object .* it has no bytecode"):
            pm.bytecode(held)
