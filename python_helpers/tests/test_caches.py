"""Where the inline caches are and how they are divided, against the interpreter's headers and `dis`."""

import dis
import json
import opcode
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pymastery.cpython import caches

HERE = sys.version_info[:2]
VERSION = f"{HERE[0]}.{HERE[1]}"
ROOT = Path(__file__).resolve().parents[2]
FORMS = {form: base for base, forms in getattr(opcode, "_specializations", {}).items() for form in forms}
specialising = pytest.mark.skipif(caches.why_generic() is not None, reason="this build does not specialise")


def since(*version):
    return pytest.mark.skipif(version > HERE, reason=f"from {'.'.join(map(str, version))} on")


# --- the table -------------------------------------------------------------------------------------


def entries(base):
    table = getattr(opcode, "_inline_cache_entries", {})
    if hasattr(table, "items"):
        return table.get(base, 0)
    return table[opcode.opmap[base]] if opcode.opmap[base] < 256 else 0  # above are the compiler's own


@pytest.mark.parametrize("name", [*FORMS, *sorted(opcode.opmap)])
def test_the_fields_of_every_opcode_fill_its_cache_entries(name):
    base = FORMS.get(name, name.removeprefix("INSTRUMENTED_"))
    base = base if base in opcode.opmap else name
    fields = caches.fields(name)
    assert sum(field.words for field in fields) == entries(base)
    assert [field.first_word for field in fields] == [
        sum(field.words for field in fields[:index]) for index in range(len(fields))
    ]


@pytest.mark.parametrize("base", getattr(opcode, "_cache_format", {}))
def test_a_generic_form_has_the_field_sizes_that_dis_prints(base):
    said = sorted(opcode._cache_format[base].values())
    assert sorted(field.words for field in caches.fields(base)) == said


def test_the_table_has_every_version_and_only_forms_of_it():
    table = json.loads(caches.DATA.read_text())
    assert list(table) == ["3.11", "3.12", "3.13", "3.14", "3.15"]
    for forms in table.values():
        for form in forms.values():
            assert re.fullmatch(r"[a-z_]+/[124](| [a-z_]+/[1-6])*", form)
    assert set(table.get(VERSION, ())) <= {*FORMS, *opcode.opmap}


def header():
    matrix = ROOT / ".pythons" / "matrix.tsv"
    rows = [line.split("\t") for line in matrix.read_text().splitlines()] if matrix.exists() else []
    folders = [Path(row[3]) for row in rows if row[0] == VERSION] + [Path(sysconfig.get_paths()["include"])]
    found = [folder / "internal" / "pycore_opcode_metadata.h" for folder in folders]
    return next((path for path in found if path.exists()), None)


SIZE = {"1": 1, "2": 2, "4": 4, **{f"{kind}_{n}": n for n in (1, 2, 4) for kind in ("OPARG_CACHE", "OPERAND1")}}


@since(3, 13)
def test_the_fields_are_where_the_interpreters_micro_operations_read_them():
    path = header()
    if path is None:
        pytest.skip("needs this interpreter's internal headers")
    rows = re.findall(r"\[(\w+)\] = \{ \.nuops = \d+, \.uops = \{ (.*?) \} \},", path.read_text())
    checked = 0
    for name, uops in rows:
        if name not in FORMS:
            continue
        read = {(int(at), SIZE[size]) for size, at in re.findall(r"\{ \w+, (\w+), (\d+) \}", uops) if size in SIZE}
        ours = {(each.first_word, each.words) for each in caches.fields(name) if each.name not in ("counter", "unused")}
        assert ours == read, name
        checked += bool(read)
    assert checked >= {13: 19, 14: 25, 15: 26}[HERE[1]]


def test_a_name_that_is_no_opcode_has_no_fields():
    assert caches.fields("NO_SUCH_OPCODE") == ()
    assert caches.decode("NO_SUCH_OPCODE", ()) == ()
    assert caches.base_of("NO_SUCH_OPCODE") == "NO_SUCH_OPCODE"


# --- the counter -----------------------------------------------------------------------------------


def fresh_add():
    namespace = {}
    exec("def add(a, b):\n    return a + b", namespace)
    return namespace["add"]


class Number:
    def __add__(self, other):
        return 0


def binary_op(function):
    each = next(each for each in caches.adaptive(function.__code__) if each.base == "BINARY_OP")
    return each.opname, caches.counter(each.opname, each.words[0])


@specialising
def test_the_counter_says_when_an_instruction_specialises():
    add = fresh_add()
    if HERE == (3, 11):
        assert binary_op(add) == ("BINARY_OP", None)
        assert caches.warm_up()
        for _ in range(8):
            add(1, 2)
    else:
        assert caches.warm_up() is None
        name, counter = binary_op(add)
        assert (name, counter.value, counter.backoff, counter.counts) == ("BINARY_OP", 1, 1, "executions")
        for _ in range(counter.left):
            assert binary_op(add)[0] == "BINARY_OP"
            add(1, 2)
    assert binary_op(add)[0] == "BINARY_OP_ADD_INT"


@specialising
def test_the_counter_says_how_many_misses_are_left():
    add = fresh_add()
    for _ in range(20):
        add(1, 2)
    name, counter = binary_op(add)
    assert (name, counter.counts, counter.left) == ("BINARY_OP_ADD_INT", "misses", caches.misses())
    for left in range(counter.left, 0, -1):
        assert binary_op(add)[0] == "BINARY_OP_ADD_INT"
        assert binary_op(add)[1].left == left
        add(1.5, 2.5)
    if HERE == (3, 11):  # there it is adaptive again first
        name, counter = binary_op(add)
        assert (name, counter.counts, counter.left, counter.failed) == ("BINARY_OP_ADAPTIVE", "executions", 32, False)
        for _ in range(counter.left):
            assert binary_op(add)[0] == "BINARY_OP_ADAPTIVE"
            add(1.5, 2.5)
    assert binary_op(add)[0] == "BINARY_OP_ADD_FLOAT"


@specialising
def test_the_counter_says_when_the_next_attempt_is_after_a_failed_one():
    add = fresh_add()
    number = Number()
    for _ in range(12):
        add(number, number)
    for _ in range(2):
        name, counter = binary_op(add)
        assert (counter.counts, counter.failed) == ("executions", True)
        for _ in range(counter.left - 1):
            add(number, number)
            assert binary_op(add)[1].backoff == counter.backoff
        add(number, number)
        assert (binary_op(add)[0], binary_op(add)[1].backoff) == (name, counter.backoff + 1)


@pytest.mark.skipif(HERE < (3, 14), reason="_testinternalcapi says it from 3.14 on")
def test_the_misses_are_those_that_cpython_states():
    internal = pytest.importorskip("_testinternalcapi")
    assert caches.misses() == internal.SPECIALIZATION_COOLDOWN


@since(3, 13)
def test_a_branch_records_where_it_went():
    namespace = {}
    exec("def f(a):\n    if a:\n        return 1\n    return 2", namespace)
    before = caches.adaptive(namespace["f"].__code__)
    for value in (0, 0, 0, 1, 1):
        namespace["f"](value)
    after = caches.adaptive(namespace["f"].__code__)
    (old, new) = (next(each for each in listing if "POP_JUMP" in each.base) for listing in (before, after))
    assert [entry.name for entry in caches.decode(new.opname, new.words)] == ["branches"]
    assert new.words[0] == (old.words[0] << 5 | 0b11100) & 0xFFFF
    assert caches.counter(new.opname, new.words[0]) is None


def test_of_a_version_that_is_not_known_nothing_is_said(monkeypatch):
    monkeypatch.setattr(caches, "_table", lambda: None)
    assert caches.counter("BINARY_OP", 17) is None
    for form in FORMS:
        assert {field.name for field in caches.fields.__wrapped__(form)} <= {"counter", "unused"}


def test_a_build_that_does_not_specialise_counts_nothing(monkeypatch):
    monkeypatch.setattr(caches, "_SPECIALISES", False)
    assert caches.why_generic().endswith(".")
    assert caches.counter("BINARY_OP", 17) is None
    assert not caches.can_specialise("BINARY_OP")


# --- the boundaries --------------------------------------------------------------------------------


def long_names():
    """A function with EXTENDED_ARG, caches, a loop and a branch."""
    lines = "\n".join(f"    v{number} = A.x{number}" for number in range(300))
    namespace = {"A": type("A", (), {f"x{number}": number for number in range(300)})}
    exec(f"def f(n):\n    for i in range(n):\n        if i > 2:\n            i + 1\n{lines}\n    return n", namespace)
    return namespace["f"]


def test_the_instructions_are_those_of_dis():
    function = long_names()
    for _ in range(20):
        function(5)
    found = caches.adaptive(function.__code__)
    assert [(each.offset, each.base) for each in found] == [
        (each.offset, each.opname) for each in dis.get_instructions(function.__code__.replace())
    ]
    assert any(each.base == "EXTENDED_ARG" for each in found)
    for each in found:
        assert caches.base_of(each.opname) == each.base
        assert len(each.words) == entries(each.base)
    if caches.why_generic() is None:
        assert any(caches.is_specialised(each.opname) for each in found)


def test_reading_changes_nothing():
    function = fresh_add()
    for _ in range(30):
        function(1, 2)
    before = caches.live_bytes(function.__code__)
    caches.adaptive(function.__code__)
    assert caches.live_bytes(function.__code__) == before


@since(3, 12)
def test_monitoring_every_instruction_moves_no_boundary():
    function = long_names()
    for _ in range(20):
        function(5)
    code = function.__code__
    before = caches.adaptive(code)
    monitoring, tool = sys.monitoring, 3
    monitoring.use_tool_id(tool, "test")
    try:
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, lambda *_: None)
        monitoring.set_local_events(tool, code, monitoring.events.INSTRUCTION)
        function(5)
        during = caches.adaptive(code)
    finally:
        monitoring.set_local_events(tool, code, 0)
        monitoring.free_tool_id(tool)
    assert [(each.offset, each.base) for each in during] == [(each.offset, each.base) for each in before]
    assert sum(caches.is_instrumented(each.opname) for each in during) > 300


def test_a_trace_function_moves_no_boundary():
    function = long_names()
    for _ in range(20):
        function(5)
    before, during = caches.adaptive(function.__code__), []

    def trace(frame, *_):
        if frame.f_code is function.__code__:
            frame.f_trace_opcodes = True
            if not during:
                during.extend(caches.adaptive(function.__code__))
        return trace

    old = sys.gettrace()
    sys.settrace(trace)
    try:
        function(5)
        sentence = caches.traced()
    finally:
        sys.settrace(old)
    assert [(each.offset, each.base) for each in during] == [(each.offset, each.base) for each in before]
    assert bool(sentence) == (caches.why_generic() is None)


JIT = """
import json, sys
sys.path.insert(0, {path!r})
from pymastery.cpython import caches

def loop(n):
    total = 0
    for each in range(n):
        total += each
    return total

before = caches.adaptive(loop.__code__)
for _ in range(20):
    loop(1000)
after = caches.adaptive(loop.__code__)
print(json.dumps([
    sys._jit.is_enabled(),
    [[each.offset, each.base] for each in before] == [[each.offset, each.base] for each in after],
    [[each.base, caches.replaced(loop.__code__, each.offset)] for each in after if caches.is_executor(each.opname)],
    [caches.counter(each.opname, each.words[0]).counts for each in before if each.opname.endswith("_JIT")],
    caches.misses(),
]))
"""


@since(3, 14)
def test_an_executor_moves_no_boundary_and_names_what_it_replaced():
    if not sys._jit.is_available():
        pytest.skip("this interpreter is built without the JIT")
    done = subprocess.run(
        [sys.executable, "-c", JIT.format(path=str(ROOT / "python_helpers"))],
        env={**os.environ, "PYTHON_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    enabled, aligned, executors, _, misses = json.loads(done.stdout)
    assert enabled
    assert aligned
    assert ["JUMP_BACKWARD", "JUMP_BACKWARD_JIT"] in executors
    assert misses is None


def test_where_there_is_no_executor_none_is_named():
    assert caches.replaced(fresh_add().__code__, 0) is None
