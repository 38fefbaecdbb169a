"""The lines that a payload has beside the instructions: those that were compiled, or none and a sentence."""

import functools
import importlib.util
import linecache
import sys

import pytest
from bytecode_payload import decode, validate
from test_bytecode import show_case

import pymastery as pm
from pymastery.bytecode import source


def shown(subject):
    """The source of a payload, and its sentences."""
    payload = validate(pm.bytecode(subject))
    return payload["program"]["source"], payload.get("notices", [])


def compiled(text, filename, name="f"):
    """A function of a text that was compiled as a file of that name."""
    scope = {}
    exec(compile(text, filename, "exec"), scope)
    return scope[name]


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_columns_count_bytes_of_the_line():
    payload = validate(show_case("unicode_source"))
    parts = set()
    for row in decode(payload)[0].rows:
        line, end_line, column, end = row.position
        if line and line == end_line and column is not None:
            data = payload["program"]["source"]["lines"][line - payload["program"]["source"]["first_line"]].encode()
            assert 0 <= column <= end <= len(data)
            parts.add(data[column:end].decode())
    if sys.version_info >= (3, 11):
        assert {"π", "3.14159", "ширина * 高さ", "str(ширина)"} <= parts
    else:
        assert not parts


def test_the_cell_of_a_notebook_has_its_source():
    text, filename = "def f(a):\n    return a + 1\n", "<ipython-input-7-abc>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    assert shown(compiled(text, filename)) == (
        {"filename": filename, "first_line": 1, "lines": text.splitlines()},
        [],
    )


def test_without_source_there_are_lines_and_a_sentence():
    view = pm.bytecode(compiled("def f(a):\n    return a + 1\n", "<nowhere>"))
    payload = validate(view)
    assert payload["program"]["source"] is None
    assert payload["notices"] == ["The source of <nowhere> cannot be read here, so instructions have lines only."]
    assert {row.position[0] for row in decode(payload)[0].rows} <= {1, 2}


@pytest.mark.parametrize("now", ["", "x\n", "# another\n# file\n# now\n# entirely\n"])
def test_a_file_that_was_changed_is_not_shown(tmp_path, now):
    file = tmp_path / "changing.py"
    file.write_text("def before(a):\n    return a + 1\n")
    function = compiled(file.read_text(), str(file), "before")
    assert shown(function)[0]["lines"] == ["def before(a):", "    return a + 1"]
    file.write_text(now)
    lines, (sentence,) = shown(function)
    assert lines is None
    assert str(file) in sentence


def test_a_line_that_was_shortened_is_not_shown(tmp_path):
    file = tmp_path / "shorter.py"
    file.write_text("def f(aaaaaaaa):\n    return aaaaaaaa + aaaaaaaa\n")
    function = compiled(file.read_text(), str(file))
    file.write_text("def f(a):\n    pass\n")
    lines, (sentence,) = shown(function)
    assert lines is None
    assert "is not what this was compiled from" in sentence


@pytest.mark.parametrize("text", ["x = 1\f\ny = 2\n", "x = 1\r\ny = 2\r\n", "x = 1\ry = 2", "s = '\x0b\u2028'\ny = 2"])
def test_lines_are_counted_as_the_compiler_counts_them(text):
    lines = shown(text)[0]["lines"]
    assert len(lines) == 2
    assert lines[1] == "y = 2"
    names = {row.text: row.position[0] for row in decode(validate(pm.bytecode(text)))[0].rows}
    assert names["y"] == 2


def test_the_source_of_a_function_ends_where_its_block_ends():
    def f():
        """Only a docstring, then a comment."""
        # the end

    lines = shown(f)[0]["lines"]
    assert lines[0].strip() == "def f():"
    assert lines[1].strip().startswith('"""Only')
    assert len(lines) <= 3


def test_a_huge_source_is_left_out():
    lines, (sentence,) = shown("x = '" + "a" * source.CHARACTERS + "'")
    assert lines is None
    assert str(source.CHARACTERS) in sentence


@pytest.mark.parametrize("inserted", ["# a comment on f\n\n", "import os\n"])
def test_lines_that_moved_under_a_function_are_not_shown(tmp_path, inserted):
    path = tmp_path / "moved.py"
    path.write_text("def f(a):\n    b = a\n    return b\n\n\nprint\n")
    module = loaded(path)
    assert shown(module.f)[0]["lines"][0] == "def f(a):"
    path.write_text("x = 1\n" + inserted + path.read_text())
    lines, (sentence,) = shown(module.f)
    assert lines is None
    assert "is not what this was compiled from" in sentence


def test_lines_that_moved_under_a_class_are_not_shown(tmp_path):
    path = tmp_path / "moved_class.py"
    path.write_text("class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n\n\nx = 1\n")
    module = loaded(path)
    lines, sentences = shown(module.A)
    assert lines["lines"][0] == "class A:"
    path.write_text("import os\n" + path.read_text())
    lines, sentences = shown(module.A)
    assert lines is None
    assert any("is not what this was compiled from" in sentence for sentence in sentences)


def test_a_decorated_function_has_its_source():
    @functools.wraps(loaded)
    def decorated(
        a,
    ):
        return a

    assert shown(decorated)[0]["lines"][0].strip() == "@functools.wraps(loaded)"


def test_a_lambda_has_its_line(tmp_path):
    path = tmp_path / "with_lambda.py"
    path.write_text("f = [lambda a: a,\n     lambda b: (b,\n               1)]\n")
    module = loaded(path)
    assert shown(module.f[0])[0]["lines"][0] == "f = [lambda a: a,"
    lines = shown(module.f[1])[0]
    assert lines["first_line"] == 2
    assert lines["lines"] == ["     lambda b: (b,", "               1)]"]
    path.write_text("f = 1\n" * 3)
    assert shown(module.f[0])[0] is None


def test_a_file_in_another_encoding_has_its_lines(tmp_path):
    path = tmp_path / "latin.py"
    path.write_bytes("# -*- coding: latin-1 -*-\ndef f():\n    return 'é'\n".encode("latin-1"))
    module = loaded(path)
    assert shown(module.f)[0]["lines"] == ["def f():", "    return 'é'"]
