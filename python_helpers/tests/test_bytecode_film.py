"""The film of a function that specialises: against the live code afterwards, and what is known of CPython."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from film_subjects import (
    FIRST,
    HERE,
    ROOT,
    Point,
    add,
    cells,
    check,
    last_cell,
    outcomes,
    sentences,
    spans,
    specialising,
)

from pymastery.bytecode.film import COLUMNS, film
from pymastery.bytecode.subject import visit
from pymastery.cpython import caches, versions

# --- specialising ----------------------------------------------------------------------------------


@specialising
def test_the_first_specialisation_is_in_the_call_that_the_version_says():
    made = check(film(add, [(1, 2)] * 1000))
    assert sentences(made, "BINARY_OP") == [f"call {FIRST}: BINARY_OP became BINARY_OP_ADD_INT"]
    warm_up = [(2, 7), (8, 999)] if FIRST == 8 else [(2, 999)]
    assert spans(made) == [(0, 0), (1, 1), *warm_up, (1000, 1000)]
    assert made.columns[-2].arguments == "(1, 2)"
    assert made.columns[-2].outcome == "returned 3"
    cell = last_cell(made, "BINARY_OP")
    assert (cell.opname, cell.state) == ("BINARY_OP_ADD_INT", "specialised")
    assert cell.phrases[-1].endswith("53 more misses until it is reconsidered")
    first = cells(made, 0)
    assert all(cell.state in ("adaptive", "specialised", "plain") for cell in first.values())


@specialising
def test_after_53_misses_it_specialises_for_the_other_type():
    made = check(film(add, [(1, 2)] * 10 + [(1.5, 2.5)] * 100))
    if HERE == (3, 11):
        assert sentences(made, "BINARY_OP")[1:] == [
            "call 63: BINARY_OP_ADD_INT, which had missed 52 times before, went back to BINARY_OP_ADAPTIVE",
            "call 95: BINARY_OP_ADAPTIVE became BINARY_OP_ADD_FLOAT",
        ]
    else:
        assert sentences(made, "BINARY_OP")[1:] == [
            "call 63: BINARY_OP_ADD_INT, which had missed 52 times before, became BINARY_OP_ADD_FLOAT"
        ]
    misses = next(call for call in made.columns if call.first == 11)
    assert (misses.last, misses.arguments, misses.outcome) == (62, "(1.5, 2.5)", "returned 4.0")
    place = made.columns.index(misses)
    words = [change.cell.phrases for change in made.changes if change.column == place]
    assert [text[-1].split(": ")[1] for text in words] == ["one more miss until it is reconsidered"]


@specialising
def test_break_it():
    made = check(film(add, [(1, 2)] * 10 + [("a", 2)] * 60))
    assert made.columns[-1].outcome.startswith("raised TypeError: ")
    cell = last_cell(made, "BINARY_OP")
    assert cell.state == "deoptimised"
    assert cell.opname == ("BINARY_OP_ADAPTIVE" if HERE == (3, 11) else "BINARY_OP")
    assert sentences(made, "went back") == [
        f"call 63: BINARY_OP_ADD_INT, which had missed 52 times before, went back to {cell.opname}",
    ]


@specialising
def test_a_class_that_changed_is_not_expected_any_more():
    def use(point, change=False):
        if change:
            Point.scale += 1
        return point.dist(), point.x

    made = check(film(use, [(Point(3),)] * 12 + [(Point(3), True)] + [(Point(3),)] * 2))
    before = [change.cell.phrases for change in made.changes if made.columns[change.column].last == 12]
    after = [change.cell.phrases for change in made.changes if change.column == len(made.columns) - 1]
    version = next(word.split()[-1] for words in before for word in words if word.startswith("expects type Point"))
    gone = f"expected type Point, version {version}; no class has it now"
    assert sum(gone in words for words in after) == 2
    assert any("method Point.dist" in words for words in after)
    assert not versions.Owners().cls(int(version))


@specialising
def test_the_caches_are_said_in_words():
    def use(point):
        return point.dist(), point.x, add(1, 2), len("abc"), sys.path

    made = check(film(use, [(Point(3),)] * 20))
    every = {word for change in made.changes for word in change.cell.phrases}
    assert f"expects type Point, version {versions.type_version(Point)}" in every
    shared = versions.shared_keys_version(Point)
    assert f"expects keys version {shared} of the attribute names that instances of Point share" in every
    assert "method Point.dist" in every
    assert f"calls function add, version {versions.function_version(add)}" in every
    assert f"expects keys version {versions.keys_version(globals())} of this module's globals" in every
    assert f"expects keys version {versions.keys_version(vars(sys))} of module sys" in every
    assert any(word.startswith(("value 0 of the object's", "value at offset ")) for word in every)
    assert f"entry {list(globals()).index('add')} of the globals" in every


@specialising
def test_what_cannot_be_read_is_not_claimed(monkeypatch):
    monkeypatch.setattr(versions, "_layouts", lambda: None)
    made = check(film(lambda point: point.x, [(Point(1),)] * 20))
    words = last_cell(made, "LOAD_ATTR").phrases
    assert words[0].startswith("expects type version ")
    assert "no class" not in " ".join(words)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@specialising
def test_a_function_that_calls_itself_runs_the_original():
    notice = "The original of function fib ran too"
    made = check(film(fib, [(6,)] * 5))
    assert any(each.startswith(notice) for each in made.notices)
    assert not any(each.startswith("The original") for each in film(add, [(1, 2)] * 20).notices)


@specialising
def test_nested_code_objects_are_filmed_in_first_visit_order():
    def outer(items):
        def square(x):
            def twice(y):
                return y + y

            return twice(x) * x

        return [square(each) for each in items], (lambda z: z - 1)(3)

    made = check(film(outer, [([1, 2, 3],)] * 20))
    codes = [code for code, _ in visit((made.code,))]
    names = [code.co_name for code in codes]
    assert names[:3] == ["outer", "square", "twice"]
    assert names[-1] == "<lambda>"
    changed = {names[change.code] for change in made.changes if change.cell.opname.startswith("BINARY_OP_")}
    assert changed == {"square", "twice", "<lambda>"}
    assert not {id(code) for code in codes} & {id(code) for code, _ in visit((outer.__code__,))}


# --- columns ---------------------------------------------------------------------------------------


def test_a_column_is_a_stretch_of_calls_that_came_out_alike():
    made = check(film(add, [(n, 1) for n in range(20)] + [("a", "b")] * 3))
    stretch = made.columns[-3]
    assert stretch.last == 20
    assert stretch.arguments.endswith(" … (19, 1)")
    assert stretch.outcome.endswith(" … 20")
    assert spans(made)[-2:] == [(21, 22), (23, 23)]


def test_kinds_that_alternate_share_a_column():
    made = check(film(add, [(1, 2), ("a", "b")] * 500))
    assert len(made.columns) < 20  # what specialises for one of them misses the other, over and over
    assert spans(made)[-1] == (1000, 1000)
    [column] = [column for column in made.columns if column.first <= 500 <= column.last]
    assert column.arguments in ("(1, 2), ('a', 'b'), …", "('a', 'b'), (1, 2), …")


def test_a_run_of_one_kind_after_another_has_a_column():
    made = check(film(lambda value: value, [(1,)] * 10 + [("a",)] * 10 + [(1,)] * 10))
    assert {(11, 20), (21, 29)} <= set(spans(made))


def kinds_without_end():
    return [(type(f"Kind{number}", (), {})(),) for number in range(200)]


def test_more_columns_than_there_is_room_for_are_shown_as_one():
    made = check(film(lambda value: None, kinds_without_end()))
    assert len(made.columns) == COLUMNS
    assert spans(made)[-2:] == [(62, 199), (200, 200)]
    assert "More than 64 columns: calls 62 to 199 are shown as one, as they left the instructions." in made.notices


@specialising
def test_a_change_keeps_its_column_where_there_is_no_room():
    made = check(film(lambda one, _: one + one, [(1, kind) for (kind,) in kinds_without_end()] + [("a", "b")] * 150))
    assert len(made.columns) == COLUMNS
    for event in made.events:
        assert made.columns[event.column].first == event.call


def test_calls_are_limited_and_none_are_allowed():
    made = check(film(add, [(1, 2)] * 10, limit=4))
    assert made.columns[-1].last == 4
    assert "4 calls were run; more were asked for." in made.notices
    assert spans(check(film(add, []))) == [(0, 0)]


def test_a_build_that_does_not_specialise_says_so(monkeypatch):
    monkeypatch.setattr(caches, "_SPECIALISES", False)
    made = film(add, [(1, 2)] * 3)
    assert made.notices[0] == caches.why_generic()
    assert {change.cell.state for change in made.changes if change.column == 0} <= {"plain", "specialised"}


@pytest.mark.skipif(HERE > (3, 10), reason="3.11 and later specialise")
def test_310_shows_calls_and_generic_instructions_only():
    made = check(film(add, [(1, 2)] * 100))
    assert made.changes == made.events == ()
    assert made.notices[0].startswith("CPython 3.10")
    assert outcomes(made)[-1] == "returned 3"


# --- tools that watch, and the JIT -----------------------------------------------------------------


@specialising
def test_a_trace_function_is_named():
    def trace(*_):
        return trace

    old = sys.gettrace()
    sys.settrace(trace)
    try:
        made = film(add, [(1, 2)] * 20)
    finally:
        sys.settrace(old)
    check(made)
    assert any(notice.startswith("A trace or profile function is active") for notice in made.notices)
    states = {change.cell.state for change in made.changes}
    if HERE == (3, 11):
        assert not made.events
        assert "instrumented" not in states
    else:
        assert "instrumented" in states
        assert sentences(made, "watches")[0].startswith("call 1: a tracing, profiling or monitoring tool watches ")


@pytest.mark.skipif(HERE < (3, 12), reason="sys.monitoring came with 3.12")
def test_monitoring_every_instruction_is_shown_as_such():
    monitoring, tool = sys.monitoring, 3
    monitoring.use_tool_id(tool, "test")
    try:
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, lambda *_: None)
        monitoring.set_events(tool, monitoring.events.INSTRUCTION)
        made = film(fib, [(5,)] * 20)
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)
    check(made)
    assert last_cell(made, "BINARY_OP").state == "instrumented"
    assert last_cell(made, "BINARY_OP").phrases == (
        "a tracing, profiling or monitoring tool watches it: it stands for BINARY_OP",
    )
    assert not sentences(made, "became")


JIT = """
import json, sys
sys.path[:0] = [{package!r}, {tests!r}]
import test_bytecode_film as tests

def loop(n):
    total = 0
    for each in range(n):
        total += each
    return total

made = tests.check(tests.film(loop, [(1500,)] * 12))
cell = tests.last_cell(made, "JUMP_BACKWARD")
said = tests.sentences(made, "ENTER_EXECUTOR")
print(json.dumps([sys._jit.is_enabled(), cell.opname, cell.state, cell.phrases, said]))
"""


@pytest.mark.skipif(HERE < (3, 14), reason="the interpreters before 3.14 are built without the JIT")
def test_a_trace_of_the_optimizer_is_named():
    if not sys._jit.is_available():
        pytest.skip("this interpreter is built without the JIT")
    source = JIT.format(package=str(ROOT / "python_helpers"), tests=str(Path(__file__).parent))
    environment = {**os.environ, "PYTHON_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=True)
    enabled, opname, state, words, said = json.loads(done.stdout)
    assert enabled
    assert (opname, state) == ("ENTER_EXECUTOR", "executor")
    assert words[0] == "a trace of the optimizer stands in for JUMP_BACKWARD_JIT"
    assert said == ["call 3: JUMP_BACKWARD_JIT became ENTER_EXECUTOR: from now on a trace of the optimizer runs there"]
