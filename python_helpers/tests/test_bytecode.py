"""What `pm.bytecode` takes, what it refuses and how, and that payload and twins say the same."""

import asyncio
import dis
import functools
import importlib.util
import json
import linecache
import re
import sys
import types
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

import pymastery as pm
from pymastery.bytecode import inspector, source, static

TESTS = Path(__file__).parent
SCHEMA = json.loads((Path(pm.__file__).parent / "schemas" / "bytecode.v1.schema.json").read_text("utf-8"))
CASES = sorted(path.stem for path in (TESTS / "cases").glob("*.py") if "\ndef bytecode(" in path.read_text("utf-8"))


def show_case(name):
    spec = importlib.util.spec_from_file_location(f"case_{name}", TESTS / "cases" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.bytecode(pm)


def validate(view):
    jsonschema.Draft7Validator(SCHEMA).validate(json.loads(json.dumps(view.payload)))
    return view.payload


def numbers(column):
    return [int(number) for number in column.split()]


def names(payload, place=0):
    return [payload["opcodes"][op]["name"] for op in numbers(payload["codes"][place]["opcode"])]


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


@pytest.mark.parametrize("name", CASES)
def test_every_case_is_as_the_schema_says(name):
    payload = validate(show_case(name))
    assert "cut" not in payload
    assert payload["source"]["lines"]
    for code in payload["codes"]:
        count = len(numbers(code["opcode"]))
        assert count
        for column in ("arg", "text", "span"):
            assert len(numbers(code[column])) == count


@pytest.mark.parametrize(
    ("subject", "words", "qualname"),
    [
        (total, "function total", "total"),
        (total.__code__, "code object total", "total"),
        (Point().move, "method Point.move", "Point.move"),
        (Point.__dict__["origin"], "method Point.origin", "Point.origin"),
        (Point.make, "method Point.make", "Point.make"),
        (numbers_up(), "generator numbers_up", "numbers_up"),
        (stream(), "asynchronous generator stream", "stream"),
        ("x = 1", "source text", "<module>"),
        ("", "source text", "<module>"),
    ],
)
def test_what_is_taken(subject, words, qualname):
    payload = validate(pm.bytecode(subject))
    has_qualname = hasattr(total.__code__, "co_qualname")
    shown = qualname if has_qualname else qualname.split(".")[-1]
    assert payload["subject"] == (words if has_qualname else re.sub(r"Point\.", "", words))
    assert payload["codes"][0]["qualname"] == shown


def test_a_coroutine_is_not_run():
    coroutine = fetch()
    try:
        assert pm.bytecode(coroutine).payload["subject"] == "coroutine fetch"
        assert coroutine.cr_frame is not None
    finally:
        assert asyncio.run(coroutine) == 1


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        (len, "len is implemented in C: it has no bytecode; try a function written in Python"),
        (str.upper, "upper is implemented in C"),
        ([].append, "append is implemented in C"),
        (int, "class int has no method written in Python"),
        (Point, "class Point keeps no code object of its body: try a method, such as Point.move"),
        (Point(), "an object of class Point has no bytecode of its own: try Point.__call__"),
        (Point.x, "try its .fget"),
        (functools.partial(total), "try its .func"),
        (functools.lru_cache(total), "try its .__wrapped__"),
        (json, "try one of its functions"),
        (b"x", "decode these bytes first"),
        (42, "an object of class int has no bytecode; try a function"),
        (None, "an object of class NoneType has no bytecode"),
    ],
)
def test_what_is_refused_and_what_to_try(subject, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        pm.bytecode(subject)


@pytest.mark.parametrize("text", ["def f(:", "x = = 1", "return 1", "a\0b", "  x"])
def test_syntax_errors_are_the_compilers(text):
    with pytest.raises(SyntaxError) as ours:
        pm.bytecode(text)
    if "\0" not in text:
        with pytest.raises(SyntaxError) as theirs:
            compile(text, "<source text>", "exec")
        assert str(ours.value) == str(theirs.value)
        assert ours.value.lineno == theirs.value.lineno


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
    assert "<Alarm>" in validate(pm.bytecode(code))["texts"]
    ran = []
    pm.bytecode("ran.append(1)\nraise SystemExit")
    assert not ran


def test_huge_constants_and_names_are_bounded():
    code = total.__code__.replace(
        co_consts=(None, "x" * 10**6, 10**4000, tuple(range(10**5)), *range(5000)), co_names=("n" * 10**5,) * 5000
    )
    payload = validate(pm.bytecode(code))
    assert max(map(len, payload["texts"])) <= inspector.TEXT_LIMIT
    assert len(numbers(payload["codes"][0]["consts"])) == inspector.NAMES_LIMIT
    assert len(json.dumps(payload)) < 50_000


def test_a_very_long_code_object_is_cut_and_says_so():
    lines = inspector.LIMIT // 2
    view = pm.bytecode("x = y\n" * lines + "def f(): pass\n")
    payload = validate(view)
    shown = sum(len(numbers(code["opcode"])) for code in payload["codes"])
    assert payload["cut"]["shown"] == shown == inspector.LIMIT
    assert payload["cut"]["total"] > shown
    assert f"{static.ROWS} of {payload['cut']['total']} instructions are listed." in str(view)
    assert len(str(view)) < 400_000


@pytest.mark.parametrize("name", ["LOAD_CONST", "LOAD_FAST", "LOAD_NAME", "LOAD_DEREF", "JUMP_FORWARD", "COMPARE_OP"])
@pytest.mark.parametrize("units", [1, 300])
def test_arguments_that_point_at_nothing_have_no_text(name, units):
    code = total.__code__.replace(co_code=bytes((dis.opmap[name], 255)) * units)
    payload = validate(pm.bytecode(code))
    assert set(names(payload)) == {name}
    assert set(numbers(payload["codes"][0]["arg"])) == {255}
    assert len(payload["codes"][0]["jumps"].split()) in (0, 2 * max(0, units - 256))


def test_a_jump_over_more_than_255_units_goes_to_the_right_row():
    payload = validate(show_case("long_function"))
    listed = names(payload, 1)
    assert "EXTENDED_ARG" in listed
    code = payload["codes"][1]
    pairs = list(zip(*[iter(numbers(code["jumps"]))] * 2, strict=True))
    far = [(origin, target) for origin, target in pairs if target - origin > 255]
    assert far
    for origin, _ in far:
        assert listed[origin - 1] == "EXTENDED_ARG"


def test_columns_count_characters():
    payload = validate(show_case("unicode_source"))
    code, lines = payload["codes"][0], payload["source"]["lines"]
    parts = set()
    for line, column, further, end in zip(*[iter(numbers(code["spans"]))] * 4, strict=True):
        if column >= 0 and not further:
            text = lines[line + code["first_line"] - payload["source"]["first_line"]]
            assert 0 <= column <= end <= len(text)
            parts.add(text[column:end])
    if code["positions"] == "columns":
        assert {"π", "3.14159", "ширина * 高さ", "str(ширина)"} <= parts
    else:
        assert sys.version_info < (3, 11)
        assert not parts


def test_the_cell_of_a_notebook_has_its_source():
    text = "def f(a):\n    return a + 1\n"
    filename = "<ipython-input-7-abc>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    scope = {}
    exec(compile(text, filename, "exec"), scope)
    payload = validate(pm.bytecode(scope["f"]))
    assert payload["source"] == {"filename": filename, "first_line": 1, "lines": text.splitlines()}


def test_without_source_there_are_lines_and_a_sentence():
    scope = {}
    exec(compile("def f(a):\n    return a + 1\n", "<nowhere>", "exec"), scope)
    payload = validate(pm.bytecode(scope["f"]))
    assert payload["source"] is None
    assert payload["codes"][0]["positions"] == "lines"
    assert payload["notices"] == ["The source of <nowhere> cannot be read here, so instructions have lines only."]


@pytest.mark.parametrize("now", ["", "x\n", "# another\n# file\n# now\n# entirely\n"])
def test_a_file_that_was_changed_is_not_shown(tmp_path, now):
    file = tmp_path / "changing.py"
    file.write_text("def before(a):\n    return a + 1\n")
    scope = {}
    exec(compile(file.read_text(), str(file), "exec"), scope)
    assert pm.bytecode(scope["before"]).payload["source"]["lines"] == ["def before(a):", "    return a + 1"]
    file.write_text(now)
    payload = validate(pm.bytecode(scope["before"]))
    assert payload["source"] is None
    assert payload["notices"]


def test_spans_stay_inside_a_file_that_was_shortened(tmp_path):
    file = tmp_path / "shorter.py"
    file.write_text("def f(aaaaaaaa):\n    return aaaaaaaa + aaaaaaaa\n")
    scope = {}
    exec(compile(file.read_text(), str(file), "exec"), scope)
    file.write_text("def f(a):\n    pass\n")
    code = validate(pm.bytecode(scope["f"]))["codes"][0]
    for _, column, _, end in zip(*[iter(numbers(code["spans"]))] * 4, strict=True):
        assert max(column, end) <= len("def f(a):")


@pytest.mark.parametrize("text", ["x = 1\f\ny = 2\n", "x = 1\r\ny = 2\r\n", "x = 1\ry = 2", "s = '\x0b\u2028'\ny = 2"])
def test_lines_are_counted_as_the_compiler_counts_them(text):
    payload = validate(pm.bytecode(text))
    assert len(payload["source"]["lines"]) == 2
    last = payload["source"]["lines"][1]
    assert last == "y = 2"


def test_the_source_of_a_function_ends_where_its_block_ends():
    def f():
        """Only a docstring, then a comment."""
        # the end

    lines = pm.bytecode(f).payload["source"]["lines"]
    assert lines[0].strip() == "def f():"
    assert lines[1].strip().startswith('"""Only')
    assert len(lines) <= 3


def test_a_huge_source_is_left_out():
    payload = validate(pm.bytecode("x = '" + "a" * source.CHARACTERS + "'"))
    assert payload["source"] is None
    assert str(source.CHARACTERS) in payload["notices"][0]


def test_a_code_object_in_two_places_is_shown_once():
    inner = compile("1", "<inner>", "eval")
    outer = total.__code__.replace(co_consts=(None, inner, inner))
    looped = types.CodeType.replace(outer, co_consts=(outer, outer))
    assert len(validate(pm.bytecode(looped))["codes"]) == 3


class Plain(HTMLParser):
    """Tags and text of a piece of HTML."""

    def __init__(self):
        super().__init__()
        self.tags, self.cells = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.cells.append(data)


@pytest.mark.parametrize("name", CASES)
def test_the_twins_list_every_instruction(name):
    view = show_case(name)
    bundle = view._repr_mimebundle_()
    page = Plain()
    page.feed(bundle["text/html"])
    every = [opcode for place in range(len(view.payload["codes"])) for opcode in names(view.payload, place)]
    assert [cell for cell in page.cells if cell in dis.opmap] == every
    assert re.findall(r"^ +(?:L\d+:)? +\d+  ([A-Z_0-9]+)", bundle["text/plain"], re.M) == every
    assert page.tags.count("details") == len(view.payload["codes"]) - 1
    assert {"script", "style"}.isdisjoint(page.tags)


def test_source_with_markup_stays_text():
    view = pm.bytecode("x = '<script>alert(1)</script>'")
    assert "<script>" not in view._repr_mimebundle_()["text/html"]
    assert "<script>" in str(view)


def test_each_line_of_source_is_listed_at_its_first_instruction():
    text = str(show_case("sum_of_squares"))
    assert text.count("result += n * n") == 1
    assert re.search(r"^ +L1: +\d+  FOR_ITER +\d+ \(to L\d\)$", text, re.M)


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("inserted", ["# a comment on f\n\n", "import os\n"])
def test_lines_that_moved_under_a_function_are_not_shown(tmp_path, inserted):
    path = tmp_path / "moved.py"
    path.write_text("def f(a):\n    b = a\n    return b\n\n\nprint\n")
    module = loaded(path)
    assert pm.bytecode(module.f).payload["source"]["lines"][0] == "def f(a):"
    path.write_text("x = 1\n" + inserted + path.read_text())
    view = pm.bytecode(module.f)
    assert view.payload["source"] is None
    assert "is not what it was" in view.payload["notices"][0]


def test_a_decorated_function_has_its_source():
    @functools.wraps(loaded)
    def decorated(
        a,
    ):
        return a

    lines = pm.bytecode(decorated).payload["source"]["lines"]
    assert lines[0].strip() == "@functools.wraps(loaded)"


def test_a_table_that_ends_within_a_number_is_no_error():
    if hasattr(loaded.__code__, "co_exceptiontable"):
        assert pm.bytecode(loaded.__code__.replace(co_exceptiontable=b"\xff")).payload["codes"]


def test_a_surrogate_in_source_text_is_refused_with_its_line():
    with pytest.raises(SyntaxError, match="line 2 of the source text has a lone surrogate"):
        pm.bytecode("a = 1\nb = '\ud800'")
