"""The stages of a class: its statement is found and is the right one, or a true sentence says why it is not."""

import abc
import collections
import dataclasses
import enum
import functools
import importlib.util
import linecache
import os
import sys
import typing

import pytest
from stage_subjects import source
from test_bytecode_staged import defined

from pymastery.bytecode.compiler.staged import staged


def put_around(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


class Nothing:
    pass


class OnlyNested:
    class Inner:
        attribute = 1

    class WithMethod:
        def method(self):
            return 1


class OnlyLambdas:
    first = lambda self: 1  # noqa: E731
    second, third = lambda self: 2, lambda self: 3


class FirstIsWrapped:
    @put_around
    def first(self):
        return 1

    def second(self):
        return 2


class DocstringToTheLeft:
    """Its second line
    is indented less than the first method."""

    def method(self):
        return 1


@dataclasses.dataclass
class Data:
    number: int
    many: list = dataclasses.field(default_factory=list)

    def method(self):
        return self.number


@dataclasses.dataclass(frozen=True)
class DataAlone:
    number: int
    many: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Slots:
    number: int

    @property
    def twice(self):
        return 2 * self.number


class Color(enum.Enum):
    RED = 1
    BLUE = 2

    def mixed(self, other):
        return self, other


class Plain(enum.IntEnum):
    ONE = 1


class Pair(typing.NamedTuple):
    first: int
    second: int = 2

    def swapped(self):
        return self.second, self.first


class PairAlone(typing.NamedTuple):
    first: int


class Abstract(abc.ABC):
    """It says
    something."""

    @abc.abstractmethod
    def method(self): ...


class Generic(typing.Generic[typing.TypeVar("T")]):
    value = 1


class Failure(Exception):
    __private = 1


def local():
    around = 1

    class Local:
        inside = around

    class Apart:
        inside = 1

    return Local, Apart


CLASSES = (
    *(Nothing, OnlyNested, OnlyNested.Inner, OnlyNested.WithMethod, OnlyLambdas, FirstIsWrapped, DocstringToTheLeft),
    *(Data, DataAlone, Slots, Color, Plain, Pair, PairAlone, Abstract, Generic, Failure, *local()),
)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_the_statement_of_a_class(cls):
    words, facts, compiled = staged(cls)
    assert words == f"class {cls.__name__}"
    assert facts.refused == ""
    tree = [node for node in facts.nodes if node.parent == 0]
    assert [(node.name, node.detail.split(",")[0]) for node in tree] == [("ClassDef", f"name={cls.__name__!r}")]
    assert compiled.codes[1].code.co_name == cls.__name__
    assert facts.lines[0].startswith(("class ", "@dataclasses"))
    # every function of the class that stands in its statement is what the text compiles to
    codes = {each.code.co_name: each.code.co_code for each in compiled.codes}
    for value in vars(cls).values():
        code = getattr(value, "__code__", None)
        if code and code.co_filename == __file__ and code.co_name in codes and code.co_name != "<lambda>":
            assert codes[code.co_name] == code.co_code


def test_what_is_around_a_class_is_said():
    needs, apart = (staged(cls)[1].notices[0] for cls in local())
    assert needs == (
        "These are the stages of the text of Local alone: around is a variable of a function around it and global here."
    )
    assert apart == "These are the stages of the text of Apart alone."


@pytest.mark.parametrize(
    "cls", [collections.Counter, enum.Enum, abc.ABC, functools.cached_property], ids=lambda cls: cls.__name__
)
def test_classes_of_the_library(cls):
    lines = staged(cls)[1].lines
    assert lines[0].startswith(f"class {cls.__name__}")
    assert "\n".join(lines) in source(cls.__module__)


class Meta(type):
    def __getattribute__(cls, name):
        raise RuntimeError(name)

    __eq__ = __hash__ = __instancecheck__ = __getattribute__


class Unwilling(metaclass=Meta):
    def method(self):
        return 1


def test_nothing_of_a_class_runs():
    assert staged(Unwilling)[1].lines[0] == "class Unwilling(metaclass=Meta):"


def test_a_class_that_no_statement_made():
    made = type("Made", (), {"method": lambda self: 1})
    with pytest.raises(TypeError, match="no class statement that made Made can be found in the source"):
        staged(made)
    with pytest.raises(TypeError, match="no class statement that made int"):
        staged(int)
    # a statement of the same name made another class
    other = type("OnlyLambdas", (), {"second": lambda self: 1})
    with pytest.raises(TypeError, match="no class statement that made OnlyLambdas"):
        staged(other)
    stranger = type("Stranger", (), {"__module__": 5, "__qualname__": "x.<locals>.y"})
    with pytest.raises(TypeError, match="no class statement"):
        staged(stranger)


# --- classes of cells ------------------------------------------------------------------------------------------


@pytest.fixture
def cells():
    """Defines cells one after the other, and lets them go."""
    names = []

    def define(text):
        names.append(f"<ipython-input-{len(names)}-of-classes>")
        return defined(text, names[-1])

    yield define
    for name in names:
        linecache.cache.pop(name, None)


SAYS_LINE = "__firstlineno__" in vars(Nothing)


def test_a_class_of_a_cell_without_a_method(cells):
    cells("print\n")
    found = cells("x = 1\nclass Cell:\n    attribute = 2\n")
    assert staged(found.Cell)[1].lines == ("class Cell:", "    attribute = 2")


def test_a_cell_that_ran_twice(cells):
    first = cells("class Cell:\n    def method(self):\n        return 1\n")
    second = cells("class Cell:\n    def method(self):\n        return 2\n")
    assert [staged(each.Cell)[1].lines[-1].strip() for each in (first, second)] == ["return 1", "return 2"]
    same = cells("class Same: pass\n"), cells("class Same: pass\n")
    assert {staged(each.Same)[1].lines for each in same} == {("class Same: pass",)}
    edited = cells("class Edited:\n    x = 1\n"), cells("class Edited:\n    x = 2\n")
    with pytest.raises(TypeError, match="2 class statements may have made Edited, and nothing says which one did"):
        staged(edited[0].Edited)
    moved = cells("class Moved:\n    x = 1\n"), cells("\nclass Moved:\n    x = 2\n")
    if SAYS_LINE:
        assert staged(moved[0].Moved)[1].lines[-1] == "    x = 1"
        assert staged(moved[1].Moved)[1].lines[-1] == "    x = 2"


def test_a_file_that_is_not_what_it_was(tmp_path):
    file = tmp_path / "edited_afterwards.py"
    file.write_text("class Here:\n    '''Doc'''\n    def method(self): return 1\n")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    try:
        spec.loader.exec_module(module)
        assert staged(module.Here)[1].lines[-1] == "    def method(self): return 1"
        for at, text in enumerate(
            (
                "class Here:\n    '''Other'''\n    def method(self): return 1\n",
                "class Here:\n    '''Doc'''\n    def other(self): return 1\n",
                "class Here:\n    '''Doc'''\n    def method(self): return 1\n    def more(self): pass\n",
                "class Gone:\n    '''Doc'''\n    def method(self): return 1\n",
                "class Here:\n    '''Doc'''\n    def method(self: return 1\n",
            )
        ):
            file.write_text(text)
            os.utime(file, (at, at))
            with pytest.raises(TypeError, match="no class statement that made Here"):
                staged(module.Here)
        file.unlink()
        with pytest.raises(TypeError, match="no class statement that made Here"):
            staged(module.Here)
    finally:
        del sys.modules[file.stem]


def test_annotations_that_are_text(cells):
    found = cells("from __future__ import annotations\nclass Noted:\n    x: int = 1\n")
    assert "Its file imports annotations from __future__, the text alone does not." in staged(found.Noted)[1].notices
