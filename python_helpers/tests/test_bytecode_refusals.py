"""What has no bytecode of its own: the sentence names what to try, and trying that works."""

import functools
import re

import pytest

import pymastery as pm


def f(self=None):
    return self


class Property(property):
    pass


class Static(staticmethod):
    pass


class Class(classmethod):
    pass


class Kept(functools.cached_property):
    pass


class Text(str):
    __slots__ = ()

    def __str__(self):
        raise RuntimeError


class Callable:
    def __call__(self):
        return 1


class Derived(Callable):
    def __getattribute__(self, name):
        raise RuntimeError

    __class__ = property(__getattribute__)


HOLDERS = [
    functools.partial(f),
    property(f),
    property(None, f),
    property(None, None, f),
    functools.lru_cache(f),
    functools.cached_property(f),
    functools.partialmethod(f, 1),
    functools.singledispatchmethod(f),
    Property(f),
    Static(f),
    Class(f),
    Kept(f),
    functools.partial(functools.lru_cache(f)),
    functools.partial(Callable),
]


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda holder: type(holder).__name__)
def test_what_holds_a_function_says_where(holder):
    with pytest.raises(TypeError) as refused:
        pm.bytecode(holder)
    attribute = re.search(r"try its \.(\w+)$", str(refused.value))[1]
    held = getattr(holder, attribute)
    if isinstance(held, functools.partial(functools.lru_cache(f)).func.__class__):
        held = held.__wrapped__
    assert pm.bytecode(held).codes


@pytest.mark.parametrize(
    "holder", [functools.partial(print), functools.lru_cache(len), property(len), functools.partial(int), property()]
)
def test_what_holds_no_function_of_python_promises_nothing(holder):
    with pytest.raises(TypeError, match=r"it has no bytecode$") as refused:
        pm.bytecode(holder)
    assert "try its" not in str(refused.value)


def test_an_object_that_can_be_called_names_the_class_that_says_how():
    for instance in (Callable(), Derived()):
        with pytest.raises(TypeError, match=r"try Callable\.__call__$"):
            pm.bytecode(instance)
    assert pm.bytecode(Callable.__call__).codes


def test_a_str_of_another_class_is_to_be_converted():
    with pytest.raises(TypeError, match=r"one of class Text: convert it with str\(x\) first"):
        pm.bytecode(Text("x = 1"))


def test_what_holds_itself_is_refused():
    endless = staticmethod(None)
    endless.__init__(endless)
    partial = functools.partial(print)
    partial.__setstate__((partial, (), {}, {}))
    for given in (endless, partial):
        with pytest.raises(TypeError, match="has no bytecode"):
            pm.bytecode(given)


@pytest.mark.parametrize(
    ("text", "line", "column"), [("a = 1\nb = '\0'", 2, 6), ("\0", 1, 1), ("a\n\nb = '\ud800'", 3, 6)]
)
def test_what_no_source_may_hold_is_an_error_at_its_place(text, line, column):
    with pytest.raises(SyntaxError) as error:
        pm.bytecode(text)
    assert (error.value.filename, error.value.lineno, error.value.offset) == ("<source text>", line, column)
    assert "surrogate" in str(error.value) or "null bytes" in str(error.value)
