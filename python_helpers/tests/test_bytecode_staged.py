"""What the stages are shown of: a text as it was given, or that of a function's own block."""

import functools
import linecache
import types

import pytest
from stage_subjects import source

from pymastery.bytecode.compiler.staged import dedented, staged

CELL = '''\
class Point:
    """Doc
    with two lines."""

    scale = 2

    def dist(self):
        """Indented
        too."""
        self.__hidden = f"""a
{self}
"""
        return (1,
  2)

    after = 3


def outer():
    z = 1

    def inner():
        nonlocal z
        z += 1

    return inner, lambda: z + 1

pair = [lambda: 1, lambda: 2]
apart = (lambda each:
    each)
generator = (each for each in ())

class Base(Point):
    def dist(self):
        return super().dist(), __class__
'''


def defined(text, name):
    """What a cell of a notebook defines."""
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    space = {"__name__": "__main__"}
    exec(compile(text, name, "exec", dont_inherit=True), space)
    return types.SimpleNamespace(**space)


@pytest.fixture(scope="module")
def cell():
    name = "<ipython-input-1-of-a-test>"
    yield defined(CELL, name)
    del linecache.cache[name]


class Hostile(str):
    def __str__(self):
        raise RuntimeError

    __iter__ = __len__ = __hash__ = __str__


def test_source_text():
    words, facts, compiled = staged("x = 1 is 2")
    assert (words, facts.lines) == ("source text", ("x = 1 is 2",))
    assert compiled.codes[0].code.co_name == "<module>"
    assert compiled.source.lines == ("x = 1 is 2",)


def test_a_text_that_does_not_compile_has_no_program(recwarn):
    for text in ("x = ", "return 1", "nonlocal x", "a = '\ud800'", "a\x00b"):
        _, facts, compiled = staged(text)
        assert facts.refusals
        assert compiled is None
    staged("x = 1 is 2")
    assert not recwarn.list


def test_a_method_is_shown_without_what_is_around_it(cell):
    words, facts, compiled = staged(cell.Point().dist)
    assert words.startswith("method ")
    assert facts.lines[0] == "def dist(self):"
    assert facts.lines[-2:] == ("    return (1,", "2)")
    # what is inside strings is as it was: it is a constant of the code object
    assert facts.lines[2] == '        too."""'
    assert "{self}" in facts.lines
    assert compiled.codes[1].code.co_code == cell.Point.dist.__code__.co_code
    assert "These are the stages of the text of dist alone." in facts.notices
    assert "__hidden keeps its name here: it is changed only inside a class." in facts.notices


def test_a_class_is_shown_whole(cell):
    words, facts, _ = staged(cell.Point)
    assert words == "class Point"
    assert facts.lines[0] == "class Point:"
    assert facts.lines[-1] == "    after = 3"
    assert "These are the stages of the text of Point alone." in facts.notices
    assert not any("keeps its name" in notice for notice in facts.notices)


def test_a_function_that_needs_another_one(cell):
    inner, plus = cell.outer()
    _, facts, compiled = staged(inner)
    assert facts.refused == "symbols"
    assert compiled is None
    alone = "These are the stages of the text of {} alone: z is a variable of a function around it"
    assert facts.notices[0] == f"{alone.format('inner')}."
    _, facts, compiled = staged(plus)
    assert facts.lines == ("lambda: z + 1",)
    assert compiled is not None
    assert facts.notices[0] == f"{alone.format('<lambda>')} and global here."


def test_a_method_that_needs_its_class(cell):
    _, facts, compiled = staged(cell.Base.dist)
    (notice,) = (notice for notice in facts.notices if "__class__" in notice)
    assert notice == (
        "__class__ is a free variable of dist inside its class; in the text alone it is a global name, "
        "and super() is a call like any other."
    )
    assert "__class__" in cell.Base.dist.__code__.co_freevars
    assert "__class__" in compiled.codes[1].code.co_names
    (scope,) = (each for each in facts.scopes if (each.kind, each.name) == ("function", "dist"))
    (symbol,) = (each for each in scope.symbols if each.name == "__class__")
    assert symbol.words[0] == "global implicit"
    assert not any("__class__" in notice for notice in staged(cell.Base)[1].notices)


def test_a_wrapper(cell):
    def put_around(function):
        @functools.wraps(function)
        def wrapper():
            return function()

        return wrapper

    _, facts, _ = staged(put_around(cell.outer))
    assert facts.lines[-1] == "    return function()"
    assert facts.notices[0].endswith("that one is its __wrapped__.")
    assert not any("__wrapped__" in notice for notice in staged(cell.outer)[1].notices)


def test_what_has_no_text_of_its_own(cell):
    stale = compile("def f():\n  return 1\n", "a file that is gone.py", "exec")
    for given in (5, len, cell.generator, eval("lambda: 1"), stale, Hostile("x"), b"x", None):
        with pytest.raises(TypeError):
            staged(given)
    with pytest.raises(TypeError, match="2 lambdas begin in that line"):
        staged(cell.pair[0])
    with pytest.raises(TypeError, match="no statement of their own"):
        staged(cell.apart)


def test_a_module_is_read_again():
    bisect = __import__("bisect")
    words, facts, compiled = staged(bisect)
    assert words == "module bisect"
    assert facts.lines == tuple(source("bisect").splitlines())
    assert compiled.subject == words
    assert any("compiled again" in notice for notice in facts.notices)


def test_a_file_that_imports_annotations(tmp_path):
    file = tmp_path / "annotated.py"
    file.write_text("from __future__ import annotations\ndef f(x: int): pass\n")
    space = {}
    exec(compile(file.read_text(), str(file), "exec"), space)
    linecache.checkcache(str(file))
    _, facts, _ = staged(space["f"])
    assert "Its file imports annotations from __future__, the text alone does not." in facts.notices


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ("def f(): pass\n", "def f(): pass\n"),
        ("    def f():\n        pass\n# left\n", "def f():\n    pass\n# left\n"),
        ("\tdef f():\n\t\treturn '''\n\ta'''\n", "def f():\n\treturn '''\n\ta'''\n"),
        ("  def f():\n\n    return (1,\n2)\n", "def f():\n\n  return (1,\n2)\n"),
        ("  x = f'''{\n  1}'''\n", "x = f'''{\n  1}'''\n"),
    ],
)
def test_dedented(block, text):
    assert dedented(block) == text
