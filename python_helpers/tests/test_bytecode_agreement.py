"""Lines are shown where they can be what was compiled, and refused where they provably are not."""

import random
import sysconfig
import tokenize
import warnings
from pathlib import Path

import pytest

import pymastery as pm
from pymastery.bytecode.agreement import agree
from pymastery.bytecode.source import split_lines
from pymastery.bytecode.subject import visit

LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = sorted(path for path in LIBRARY.rglob("*.py") if "site-packages" not in path.parts)
TYPING = [
    path for path in FILES if path.name in ("typing.py", "test_typing.py", "test_fstring.py", "abc.py", "case.py")
]


@pytest.mark.parametrize("path", [*TYPING, *random.Random(3).sample(FILES, 60)], ids=lambda path: path.stem)
def test_no_code_object_of_the_library_loses_its_source(path):
    try:
        with tokenize.open(path) as stream:
            text = stream.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = compile(text, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        pytest.skip("no Python of this version")
    lines = split_lines(text)
    assert [code for code, _ in visit((root,)) if not agree([code], lines)] == []


def defined(path, text, name="f"):
    path.write_text(text, encoding="utf-8")
    space = {}
    exec(compile(text, str(path), "exec", dont_inherit=True), space)
    return space[name]


BEFORE = "import os\n\n\ndef f(a, b):\n    c = a + len(b)\n    return [each for each in c]\n"


@pytest.mark.parametrize(
    "now",
    [
        BEFORE.replace("a + len(b)", "a + abs(b)"),
        BEFORE.replace("len(b)", "len()"),
        BEFORE.replace("each in c", "each in d"),
        BEFORE.replace("def f", "def g"),
        BEFORE.replace("import os\n", ""),
        "\n" + BEFORE,
        "x = 1\n" * 9,
    ],
)
def test_a_file_that_changed_under_a_function_is_refused(tmp_path, now):
    function = defined(tmp_path / "changing.py", BEFORE)
    source = pm.bytecode(function).payload["program"]["source"]
    assert source["lines"] == BEFORE.split("\n")[3:6]
    (tmp_path / "changing.py").write_text(now)
    payload = pm.bytecode(function).payload
    assert payload["program"]["source"] is None
    assert any("is not what this was compiled from: it has changed since" in each for each in payload["notices"])


def test_a_text_that_was_given_the_name_of_another_file(tmp_path):
    (tmp_path / "real.py").write_text("import os\nprint(os)\n")
    view = pm.bytecode(compile("x = y + z", str(tmp_path / "real.py"), "exec"))
    assert view.payload["program"]["source"] is None
    assert "import os" not in str(view)


ODD = [
    "class A:\n    def f(self):\n        self.__x = __y\n        return lambda: (self, __y)\nf = A.f\n",
    "def ﬁ(ﬀ):\n    return ﬀ + 1\nf = fi\n",
    "def deco(f):\n    return f\n@deco\n@deco\ndef f():\n    'only a docstring'\n",
    "class A:\n    def f(self):\n        super().f()\n        return super\nf = A.f\n",
    "def f(a):\n    try:\n        pass\n    except a as e:\n        pass\n    return f'{a!r}{a:>{a}}π' f'''\n{a}'''\n",
    "def f(a):\n\treturn [(x, y) for x in a\f for y in x if (lambda: x)()]\n",
    "def f(a,\\\n  b): return (\n    a.  b)\n",
]


@pytest.mark.parametrize("text", ODD)
def test_source_with_names_of_an_odd_kind_is_shown(tmp_path, text):
    assert pm.bytecode(defined(tmp_path / "odd.py", text)).payload["program"]["source"]


def test_a_function_whose_assert_was_rewritten_keeps_its_source():
    # pytest rewrites the assert statements of this file before it is compiled
    def f(a, b):
        assert a == b, (a, b)
        assert sum(each for each in a) < len(b)

    assert "@py_assert1" in f.__code__.co_varnames
    assert pm.bytecode(f).payload["program"]["source"]["lines"][0] == "    def f(a, b):"
