"""The functions of a class: its own first, with its source; others last, without; none dropped in silence."""

import abc
import contextlib
import enum
import functools
import inspect
import sys
import types
import typing

import pytest
from bytecode_payload import decode, validate

import pymastery as pm


def bare(function):
    def inner(*args):
        return function(*args)

    return inner


def wrapping(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


class Descriptor:
    """A descriptor of a learner's, which must not be asked."""

    def __init__(self, function):
        object.__setattr__(self, "function", function)

    def _ran(self, *args):
        raise RuntimeError(args)

    __get__ = __set__ = __eq__ = __hash__ = __getattribute__ = __getattr__ = __bool__ = __repr__ = _ran


class Decorated:
    """Every method is decorated, so what comes first is from elsewhere."""

    @contextlib.contextmanager
    def managed(self):
        yield 1

    @wrapping
    def wrapped(self):
        return 2

    @bare
    def closed_over(self):
        return 3

    @functools.lru_cache  # noqa: B019
    def cached(self):
        return 4

    @functools.singledispatchmethod
    def dispatched(self, value):
        return 5

    @dispatched.register
    def _(self, value: int):
        return 6

    @dispatched.register
    def _(self, value: str):
        return 7

    @functools.cached_property
    def kept(self):
        return 8

    @Descriptor
    def described(self):
        return 9

    def partly(self, value):
        return 10

    part = functools.partialmethod(partly, 1)

    @property
    @functools.lru_cache  # noqa: B019
    def both(self):
        return 11

    @staticmethod
    @wrapping
    def plain():
        return 12

    class Inner:
        def inside(self):
            return 13


OWN = [
    *("managed", "wrapped", "closed_over", "cached", "dispatched", "_", "_", "kept", "described", "partly"),
    *("both", "plain"),
]


def names(view):
    return [listing.name for listing in view.codes if listing.level == 0 and listing.name != "__annotate__"]


def notices(view):
    return view.payload.get("notices", [])


def test_every_method_is_listed_and_those_from_elsewhere_come_last():
    view = pm.bytecode(Decorated)
    assert names(view)[: len(OWN)] == OWN
    assert sorted(names(view)[len(OWN) :]) == ["helper", "inner", "wrapper"]
    (said,) = [notice for notice in notices(view) if notice.startswith("These come from elsewhere")]
    assert f"managed of {contextlib.__file__}" in said
    assert f"wrapped, closed_over of {__file__}" in said or f"wrapped, closed_over, plain of {__file__}" in said
    assert any("classes inside it (Inner)" in notice for notice in notices(view))


def test_the_source_is_that_of_the_class_and_of_its_own_functions_alone():
    payload = validate(pm.bytecode(Decorated))
    source = payload["program"]["source"]
    assert source["filename"] == __file__
    theirs, line = inspect.getsourcelines(Decorated)
    assert source["first_line"] == line
    assert "".join(theirs).startswith("\n".join(source["lines"]))
    last = line + len(source["lines"])
    for code in decode(payload):
        assert code.located == (code.name not in ("helper", "inner", "wrapper"))
        assert all(line <= row.position[0] < last for row in code.rows if row.position[0])


class Colour(enum.Enum):
    RED = 1

    def mixed(self):
        return self


class Bare(enum.Enum):
    RED = 1


class Pair(typing.NamedTuple):
    x: int

    def total(self):
        return self.x


@pytest.mark.parametrize(("cls", "first"), [(Colour, "mixed"), (Pair, "total")])
def test_a_class_that_another_one_makes_has_its_own_source(cls, first):
    view = pm.bytecode(cls)
    assert names(view)[0] == first
    source = view.payload["program"]["source"]
    assert (source["filename"], source["lines"][0].split("(")[0]) == (__file__, f"class {cls.__name__}")
    assert len(source["lines"]) < 6
    assert any("These come from elsewhere" in notice for notice in notices(view))


def test_a_class_without_functions_of_its_own_has_no_source_of_another():
    view = pm.bytecode(Bare)
    assert view.payload["program"]["source"] is None
    assert any("No function is of the statement of class Bare itself" in notice for notice in notices(view))


def test_a_class_with_the_name_of_the_one_that_makes_it():
    class Enum(enum.Enum):
        RED = 1

        def own(self):
            return 1

    Enum.__qualname__ = "Enum"  # as if it stood in no function
    space = {"__name__": "a_module", "enum": enum}
    exec(compile("class Enum(enum.Enum):\n    RED = 1\n", "<a cell>", "exec"), space)
    for cls in (Enum, space["Enum"]):
        source = pm.bytecode(cls).payload["program"]["source"]
        assert source is None


def test_functions_put_into_a_class_are_from_elsewhere():
    class Later:
        def own(self):
            return 1

    Later.more = test_functions_put_into_a_class_are_from_elsewhere
    Later.taken = Pair.total
    view = pm.bytecode(Later)
    assert names(view) == ["own", "test_functions_put_into_a_class_are_from_elsewhere", "total"]
    lines = view.payload["program"]["source"]["lines"]
    assert lines == ["    class Later:", "        def own(self):", "            return 1"]
    assert [code.located for code in decode(view.payload) if code.level == 0 and code.name != "__annotate__"] == [
        True,
        False,
        False,
    ]


class Nest:
    class Egg:
        def hatch(self):
            return 1


class Derived(Nest.Egg):
    pass


def test_what_has_no_function_says_what_to_try():
    with pytest.raises(TypeError, match=r"class Nest has no function of its own.*try Nest\.Egg$"):
        pm.bytecode(Nest)
    with pytest.raises(TypeError, match=r"class Derived has no function of its own.*inherits those of Egg; try Egg$"):
        pm.bytecode(Derived)
    with pytest.raises(TypeError, match="class int has no method written in Python"):
        pm.bytecode(int)


def test_what_holds_itself_ends():
    class Odd:
        def own(self):
            return 1

    endless = staticmethod(None)
    endless.__init__(endless)
    held = functools.partialmethod(print)
    held.func = held
    Odd.endless, Odd.held, Odd.property = endless, held, property(endless, held, endless)
    assert names(pm.bytecode(Odd)) == ["own"]


@pytest.mark.parametrize("module", ["enum", "functools", "typing", "pathlib", "decimal", "asyncio.events", "ast"])
def test_classes_of_the_library_keep_their_source(module):
    found = __import__(module, fromlist=["x"])
    for cls in [value for value in vars(found).values() if type(value) in (type, abc.ABCMeta)]:
        own = [
            value
            for value in vars(cls).values()
            if type(value) is types.FunctionType
            and value.__qualname__ == f"{cls.__qualname__}.{value.__code__.co_name}"
            and value.__module__ == cls.__module__ == vars(found)["__name__"]
            and value.__code__.co_filename != "<string>"
        ]
        if own and sys.modules[cls.__module__].__spec__.origin != "frozen":
            view = pm.bytecode(cls)
            source = view.payload["program"]["source"]
            assert source, notices(view)
            lines, first = inspect.getsourcelines(cls)
            assert first <= source["first_line"] < first + len(lines)
            assert {value.__code__.co_name for value in own} <= set(names(view))
