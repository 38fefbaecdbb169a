"""A recording that is read back: what it holds, and what is refused in which words."""

import base64
import contextlib
import copy
import json
import os
import random
import sysconfig
from pathlib import Path

import pytest

import pymastery as pm
from pymastery.bytecode.comparison import STATES, compare, recorded
from pymastery.bytecode.comparison.other import compared, program_of
from pymastery.bytecode.comparison.recorded import load
from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.subject import resolve
from pymastery.bytecode.units import split
from pymastery.cpython import locations, opcodes
from pymastery.packed import pack, wire

TESTS = Path(__file__).parent
RECORDED = sorted((TESTS / "recorded" / "bytecode").glob("*.json"))
LIBRARY = Path(sysconfig.get_path("stdlib"))
TEXT = """\
def f(items):
    try:
        return [item + 1 for item in items if item]
    except TypeError:
        print('ü', items)
"""


def recording(path):
    return json.loads(path.read_text(encoding="utf-8"))["payload"]


def saved(payload, folder):
    path = folder / "f.json"
    path.write_text(json.dumps(payload), encoding="utf-8")
    return path


def refused(path):
    """The sentence with which a file is refused."""
    with pytest.raises(ValueError) as caught:
        load(path)
    sentence = str(caught.value)
    assert sentence.startswith(path.name)
    assert "view.save(" in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400
    return sentence


# --- read back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["argparse.py", "difflib.py", "dataclasses.py", "contextlib.py", "types.py"])
def test_what_was_saved_is_read_back_as_it_is(name, tmp_path):
    text = (LIBRARY / name).read_text(encoding="utf-8")
    view = pm.bytecode(text)
    path = view.save(tmp_path / "f.json")
    ours, theirs = program_of(disassemble(resolve(text))), load(path)
    assert theirs.recorded == json.loads(json.dumps(view.payload["program"]))
    assert theirs.interpreter == ours.interpreter
    assert (theirs.subject, list(theirs.lines), theirs.first_line) == (ours.subject, list(ours.lines), ours.first_line)
    for mine, its in zip(ours.codes, theirs.codes, strict=True):
        for field in mine.__dataclass_fields__:
            values = (getattr(mine, field), getattr(its, field))
            assert values[0] == values[1] or list(values[0]) == list(values[1]), field
    comparison = compare(ours, theirs)
    assert [comparison.count(state) for state in STATES[1:]] == [0, 0, 0]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_every_recording_of_every_interpreter_is_read(path, tmp_path):
    payload = recording(path)
    if payload["program"] is None:
        assert "does not compile" in refused(saved(payload, tmp_path))
        return
    program = load(saved(payload, tmp_path))
    assert program.recorded == payload["program"]
    assert sum(len(code.opnames) for code in program.codes) > 0
    assert all(code.offsets[-1] == 2 * len(code.opnames) or path.stem[-3:] > "310" for code in program.codes)


def test_locations_are_those_of_the_interpreter():
    for name in ("argparse.py", "ast.py", "tarfile.py", "typing.py"):
        pending = [compile((LIBRARY / name).read_text(encoding="utf-8"), name, "exec")]
        for code in pending:
            pending += [const for const in code.co_consts if type(const) is type(code)]
            units = [0]
            for op in split(code.co_code).ops:
                units.append(units[-1] + opcodes.STEP[op] // 2)
            ours = locations.decoded(locations.FORMAT, locations.table(code), code.co_firstlineno, units)
            theirs = locations.positions(code)
            assert ours == [theirs[unit] if theirs[unit][0] else locations.NOWHERE for unit in units[:-1]]


# --- refused -----------------------------------------------------------------------------------------------


def test_no_file_no_json_no_recording(tmp_path):
    path = tmp_path / "f.json"
    for content in (b"", b"{", b"\xff\xfe", b"[" * 100_000, b"NaN", b'{"kind": 1' + b"1" * 100_000 + b"}", b"Infinity"):
        path.write_bytes(content)
        assert "not the JSON of a recording" in refused(path)
    for value in (3, None, [], {}, {"kind": "graph"}, "bytecode"):
        path.write_text(json.dumps(value), encoding="utf-8")
        assert "not a recording of bytecode" in refused(path)


def test_where_a_file_was_looked_for_is_said(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(recorded, "_FOLDER_LIMIT", 400)
    with pytest.raises(ValueError) as caught:
        compared(disassemble(resolve(TEXT)), "f.json")
    assert f"looked for in the working directory, {folder}; give the path" in str(caught.value)
    with pytest.raises(ValueError) as caught:
        compared(disassemble(resolve(TEXT)), "in/f.json")
    assert f"looked for in the working directory, {folder / 'in'}; give the path" in str(caught.value)
    with pytest.raises(ValueError) as caught:
        compared(disassemble(resolve(TEXT)), tmp_path / "f.json")
    assert f"looked for in {tmp_path}; give the path" in str(caught.value)


def test_a_folder_is_called_a_folder(tmp_path):
    (tmp_path / "f.json").mkdir()
    assert ": it is a folder; give the path" in refused(tmp_path / "f.json")
    assert ": it is a folder; give the path" in refused(tmp_path)


def test_a_byte_order_mark_is_read_over(tmp_path):
    view = pm.bytecode(TEXT)
    path = view.save(tmp_path / "f.json")
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load(path).recorded == json.loads(json.dumps(view.payload["program"]))


def test_a_long_file_is_not_read(tmp_path, monkeypatch):
    path = pm.bytecode(TEXT).save(tmp_path / "f.json")
    monkeypatch.setattr(recorded, "BYTES", 1_000)
    assert "is longer than" in refused(path)


def test_more_instructions_than_are_ever_sent_are_refused(tmp_path, monkeypatch):
    path = pm.bytecode(TEXT).save(tmp_path / "f.json")
    monkeypatch.setattr(recorded, "LIMIT", 20)
    assert "it holds more than 20 instructions" in refused(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe")
def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "f.json")
    assert "no file that can be read" in refused(tmp_path / "f.json")


def test_other_versions_are_refused_with_what_to_do(tmp_path):
    old = json.loads((TESTS / "recorded" / "bytecode.v1" / "closure.cp313.json").read_text(encoding="utf-8"))["payload"]
    assert "an older pymastery, as version 1" in refused(saved(old, tmp_path))
    for version in (3, 10**11):
        sentence = refused(saved({**old, "version": version}, tmp_path))
        assert f"recorded by a newer pymastery, as version {version}; update pymastery here" in sentence
    for version in (0, -1, 2.0, "2", True, None, [2]):
        assert "not of version 2" in refused(saved({**old, "version": version}, tmp_path))


def test_a_value_is_compared_by_type_and_equality():
    for const, right, wrong in (("a long text", "".join(["a long", " text"]), "another"), (1000, int("1000"), 1000.0)):
        recorded._check(right, {"const": const}, "here")
        recorded._check(right, {"enum": [const]}, "here")
        for schema in ({"const": const}, {"enum": [const]}):
            with pytest.raises(recorded._Wrong, match="none of the values"):
                recorded._check(wrong, schema, "here")
    for schema in ({"const": 1}, {"enum": [0, 1]}):
        with pytest.raises(recorded._Wrong, match="none of the values"):
            recorded._check(True, schema, "here")


def changed(payload, path, value):
    """A copy of a payload with another value at a path; a path that ends in "-" takes the field away."""
    result = copy.deepcopy(payload)
    *keys, last = path.split("/")
    place = result
    for key in keys:
        place = place[int(key)] if isinstance(place, list) else place[key]
    if value is ...:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return result


SHAPES = [
    ("program", ..., "program is missing"),
    ("program", [], "program is not of type object"),
    ("program", None, "does not compile"),
    ("subject", 3, "subject is not of type string"),
    ("subject", "\ud800", "lone surrogate"),
    ("interpreter/python", None, "interpreter/python is not of type string"),
    ("interpreter/pointer_size", 5, "none of the values"),
    ("interpreter/free_threaded", 1, "not of type boolean"),
    ("notices", [1], "notices/0 is not of type string"),
    ("program/source/first_line", 0, "out of range"),
    ("program/source/lines", "a", "not of type array"),
    ("program/source", [], "not of type object"),
    ("program/texts", ..., "program/texts is missing"),
    ("program/texts/0", 3, "program/texts/0 is not of type string"),
    ("program/more", {}, "a field that this pymastery does not know, more"),
    ("program/opcodes/0/caches", -1, "out of range"),
    ("program/opcodes/0/caches", 256, "out of range"),
    ("program/opcodes/0/caches", True, "not of type integer"),
    ("program/opcodes/0/flow", "fly", "none of the values"),
    ("program/opcodes/0/forms", [], "too short"),
    ("program/opcodes/0/forms", [["a"]], "too short"),
    ("program/opcodes/0/pair", False, "none of the values"),
    ("program/opcodes/0/meanings", {"1": 2}, "not of type string"),
    ("program/codes/level", ..., "is missing"),
    ("program/instructions/arg", "A!", "is not base64"),
    ("program/instructions/arg", "AAA", "is not base64"),
    ("program/locations/format", "lnotab", "none of the values"),
]


@pytest.mark.parametrize(("path", "value", "words"), SHAPES)
def test_another_shape_is_refused(path, value, words, tmp_path):
    payload = json.loads(json.dumps({**pm.bytecode(TEXT).payload, "notices": ["a"]}))
    assert words in refused(saved(changed(payload, path, value), tmp_path))


def numbers(*values):
    return wire(pack(values))


COLUMNS = [
    ("program/instructions/arg", numbers(1), "column arg is too short"),
    ("program/instructions/opcode", numbers(*[100] * 500), "column opcode points at nothing"),
    ("program/instructions/depth", numbers(*[-2] * 500), "column depth points at nothing"),
    ("program/instructions/arg", numbers(*[1] * 500), "a column is too long"),
    ("program/instructions/arg", "gAE=", "column arg ends in the middle of a number"),
    ("program/blocks", numbers(*[0] * 500), "column blocks does not rise"),
    ("program/blocks", numbers(*[400] * 500), "column blocks points at nothing"),
    ("program/edges", numbers(*[300] * 500), "column edges points at nothing"),
    ("program/exceptions", numbers(*[5] * 500), "column exceptions points at nothing"),
    ("program/consts", numbers(*[1000] * 500), "column consts points at nothing"),
    ("program/consts", numbers(*[-100] * 500), "column consts points at nothing"),
    ("program/names", numbers(*[-1] * 500), "column names points at nothing"),
    ("program/kinds", numbers(*[6] * 500), "column kinds points at nothing"),
    ("program/codes/level", "", "of the code objects has"),
    ("program/codes/name", numbers(*[0] * 9), "of the code objects has"),
]


@pytest.mark.parametrize(("path", "value", "words"), COLUMNS)
def test_columns_that_do_not_fit_are_refused(path, value, words, tmp_path):
    payload = json.loads(json.dumps(pm.bytecode(TEXT).payload))
    assert words in refused(saved(changed(payload, path, value), tmp_path))


@pytest.mark.parametrize(
    ("key", "number", "words"),
    [
        ("instructions", 2**31 - 1, "column opcode is too short"),
        ("instructions", -1, "column opcode is too short"),
        ("exceptions", 2**31 - 1, "column exceptions is too short"),
        ("locations", 2**31 - 1, "the location table is too short"),
        ("locations", -5, "the location table is too short"),
        ("name", 2**20, "a name of a code object points at nothing"),
        ("qualname", -1, "a name of a code object points at nothing"),
        ("level", 1, "column level of the code objects skips one"),
        ("level", -1, "column level of the code objects skips one"),
    ],
)
def test_absurd_counts_are_refused(key, number, words, tmp_path):
    payload = json.loads(json.dumps(pm.bytecode(TEXT).payload))
    count = len(base64.b64decode(payload["program"]["codes"]["level"]))
    payload["program"]["codes"][key] = numbers(*[number] * count)
    assert words in refused(saved(payload, tmp_path))


def test_a_pickle_or_code_in_a_text_is_a_text(tmp_path):
    payload = json.loads(json.dumps(pm.bytecode(TEXT).payload))
    payload["program"]["texts"] = ["__import__('os')._exit(3)" for _ in payload["program"]["texts"]]
    program = load(saved(payload, tmp_path))
    assert {code.name for code in program.codes} == {"__import__('os')._exit(3)"}


def places(value, path=""):
    """Every path in a payload."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield f"{path}{key}"
        yield from places(inner, f"{path}{key}/")


VALUES = (..., None, True, -1, 2**40, 1.5, "", "AAAA", "gP////8=", "////", [], {}, [[]], {"a": 1}, "\ud800", "x" * 300)


def is_read(here, file):
    """Whether a file is compared with; otherwise it is refused in a sentence."""
    with contextlib.suppress(ValueError):
        return bool(compared(here, file).pairs)
    return not refused(file)


def test_whatever_is_changed_a_payload_is_read_or_refused_in_a_sentence(tmp_path):
    payload = json.loads(json.dumps(pm.bytecode(TEXT).payload))
    every = list(places(payload))
    chosen = random.Random(1)
    here, read = disassemble(resolve(TEXT)), 0
    for _ in range(600):
        value = chosen.choice(VALUES)
        path = chosen.choice(every)
        if value is ... and path.rpartition("/")[2].isdigit():
            continue
        file = saved(changed(payload, path, value), tmp_path)
        read += is_read(here, file)
    assert read > 20


def test_whatever_bytes_a_column_has_it_is_read_or_refused(tmp_path):
    payload = json.loads(json.dumps(pm.bytecode(TEXT).payload))
    chosen = random.Random(2)
    parts = [path for path in places(payload["program"]) if path.split("/")[0] not in ("texts", "source", "opcodes")]
    columns = [path for path in parts if path != "locations/format" and isinstance(value_at(payload, path), str)]
    here, read = disassemble(resolve(TEXT)), 0
    for _ in range(600):
        path = chosen.choice(columns)
        data = bytearray(base64.b64decode(value_at(payload, path)))
        for _ in range(min(len(data), chosen.choice((1, 3)))):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        value = base64.b64encode(data).decode()
        read += is_read(here, saved(changed(payload, f"program/{path}", value), tmp_path))
    assert read > 20


def value_at(payload, path):
    value = payload["program"]
    for key in path.split("/"):
        value = value[key]
    return value


def test_any_bytes_are_a_location_table_in_bounded_work():
    chosen = random.Random(3)
    units = list(range(0, 200, 2))
    for form in ("columns", "lines"):
        for _ in range(300):
            table = bytes(chosen.randrange(256) for _ in range(chosen.randrange(300)))
            found = locations.decoded(form, table, 1, units)
            assert len(found) == len(units) - 1
            assert all(position == locations.NOWHERE or position[0] >= 1 for position in found)
    # a number without an end has at most 30 bits
    (position,) = locations.decoded("columns", b"\xf0" + b"\x7e" * 1_000, 1, [0, 1])
    assert position[0] < 2**30
    # and a table that is longer than the code
    assert len(locations.decoded("columns", b"\xf0" + b"\xff" * 100_000, 1, units)) == len(units) - 1
