"""The frame of a generator and of a frame object: each slot is what the interpreter says by another way."""

import gc
import sys
import types

import pytest
from frame_programs import STATEMENTS, function_from
from frame_subjects import (
    INSIDE,
    LAYOUTS,
    MAKERS,
    WITHOUT_ANSWER,
    address,
    advance,
    code_of,
    content,
    frame_block,
    frame_of,
    names_of,
    slots,
    visited,
    words,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_subjects import VALIDATOR, assert_covers, blocks_in, examples, fields, read_only

import pymastery as pm
from pymastery.cpython import frames
from pymastery.layout import known


def contradicted(view):
    return [
        (block["id"], field["name"], field["proof"]["how"])
        for block in blocks_in(view)
        for field in block["fields"]
        if field["proof"]["how"].startswith("This does not hold")
    ]


def assert_sound(view):
    VALIDATOR.validate(read_only(view))
    assert contradicted(view) == []
    for block in blocks_in(view):
        assert_covers(block)


def assert_bound_as(named, code, f_locals):
    """Each variable's slot leads to what f_locals has: itself, or through the cell."""
    kinds = [kind for _, kind in frames.variables(code)][: len(named)]
    shared = set(code.co_cellvars) | set(code.co_freevars)
    for field, kind, name in zip(named, kinds, names_of(named), strict=True):
        found = address(field)
        if kind == "local":
            # 3.10 moves an argument that is shared into its cell
            expected = id(f_locals[name]) if name in f_locals and name not in shared else 0
            assert found == expected, name
        elif found and name in f_locals:
            assert content(found) == id(f_locals[name]), name
        else:
            assert name not in f_locals


STATES = {"created": 0, "suspended": 1, "suspended again": 2, "finished": 9}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("maker", MAKERS)
def test_a_frame_in_a_generator_holds_what_its_variables_are_bound_to(maker, state):
    obj = MAKERS[maker]()
    advance(obj, STATES[state])
    if frame_of(obj) is None and not INSIDE:
        assert fields(pm.layout(obj))[f"{maker_prefix(obj)}_frame"]["value"] == "0x0"
        return
    view = pm.layout(obj)
    assert_sound(view)
    named, stack, rest = slots(view)
    code = code_of(obj)
    assert names_of(named) == [name for name, _ in frames.variables(code)]
    frame = frame_of(obj)
    if frame is None:
        assert stack == []
        assert {field["role"] for field in [*named, *rest]} == {"padding"}
        return
    assert_bound_as(named, code, frame.f_locals)
    for field in [*named, *stack]:
        assert not address(field) or field["proof"]["status"] == "verified", field
        assert not address(field) or field["target"]["text"]
    assert not any("target" in field for field in rest)


def maker_prefix(obj):
    return {"generator": "gi", "coroutine": "cr", "async_generator": "ag"}[type(obj).__name__]


def assert_all_visited(obj):
    """The collector visits each slot in use once, and of the frame nothing else but what its members lead to."""
    holder = obj if INSIDE else frame_of(obj)
    view = pm.layout(obj)
    assert_sound(view)
    left = visited(holder)
    named, stack, _ = slots(view)
    for field in [*named, *stack]:
        if address(field):
            assert left[address(field)] > 0, field["name"]
            left[address(field)] -= 1
    others = {int(field["value"], 16) & ~3 for block in blocks_in(view) for field in block["fields"]
              if field["role"] == "pointer" and field not in named and field not in stack}  # fmt: skip
    assert {each for each, count in left.items() if count} <= others
    return stack


@pytest.mark.parametrize("steps", [0, 1, 2])
@pytest.mark.parametrize("maker", MAKERS)
def test_the_collector_visits_each_slot_in_use_and_no_other(maker, steps):
    obj = MAKERS[maker]()
    advance(obj, steps)
    if frame_of(obj) is not None:
        assert_all_visited(obj)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STATEMENTS, min_size=1, max_size=4), st.integers(0, 6))
def test_of_any_body_each_slot_in_use_is_visited_and_each_variable_bound(statements, steps):
    obj = function_from([*statements, "yield"])([1.5])
    for _ in range(steps):
        try:
            obj.send(None)
        except StopIteration:
            return
    stack = assert_all_visited(obj)
    named, _, _ = slots(pm.layout(obj))
    assert_bound_as(named, obj.gi_code, obj.gi_frame.f_locals)
    assert {field["proof"]["status"] for field in [*named, *stack] if address(field)} <= {"verified"}


# --- frame objects -------------------------------------------------------------------------------------------


def shown_while_running(one, *rest):
    local = {"one": one}

    def inner():
        return local

    frame = sys._getframe()
    view = pm.layout(frame)
    return view, dict(frame.f_locals), frame.f_code


def finished(one, *rest):
    local = [one]

    def inner():
        return local

    return sys._getframe()


def raised_in(one):
    local = [one]
    return one / 0, local


def traceback_frame():
    try:
        raised_in(5)
    except ZeroDivisionError as error:
        return error.__traceback__.tb_next.tb_frame


def test_a_running_function_shows_its_variables():
    view, f_locals, code = shown_while_running([], 2.5)
    assert_sound(view)
    named, _, _ = slots(view)
    del f_locals["view"]  # not yet bound then
    assert_bound_as(named, code, f_locals)
    if INSIDE:
        assert frame_block(view)["id"] == "f_frame"
        assert fields(view)["f_frame"]["target"] == {"text": "_PyInterpreterFrame", "block": "f_frame"}
    if not WITHOUT_ANSWER:
        assert {field["proof"]["status"] for field in named if address(field)} == {"verified"}


@pytest.mark.parametrize("make", [lambda: finished(257, {}), traceback_frame], ids=["finished", "traceback"])
def test_a_frame_whose_function_has_ended_has_its_variables_inside(make):
    frame = make()
    view = pm.layout(frame)
    assert_sound(view)
    [block] = blocks_in(view)
    named, stack, _ = slots(view)
    assert_bound_as(named, frame.f_code, frame.f_locals)
    assert stack == []
    assert {field["proof"]["status"] for field in named if address(field)} == {"verified"}
    if INSIDE:
        assert block["size"] + block["start"] == frame.__sizeof__()
        assert fields(view)["_f_frame_data.owner"]["meaning"] == "in its frame object"


@pytest.mark.parametrize("maker", MAKERS)
def test_the_frame_object_of_a_generator_leads_into_it(maker):
    obj = MAKERS[maker]()
    advance(obj, 1)
    frame = frame_of(obj)
    view = pm.layout(frame)
    assert_sound(view)
    named, stack, _ = slots(view)
    assert_bound_as(named, frame.f_code, frame.f_locals)
    assert stack
    if INSIDE:
        assert view.blocks[1].address == id(obj) + frames.frame_inside(LAYOUTS, type(obj)).offset
        assert {field["proof"]["status"] for field in [*named, *stack] if address(field)} == {"verified"}


def test_a_generator_that_shows_itself_runs():
    def running():
        local = [1]
        yield pm.layout(me), [local]

    me = running()
    view, (local,) = next(me)
    assert_sound(view)
    named, _, rest = slots(view)
    found = {field["name"].partition(": ")[2]: address(field) for field in named}
    assert found["local"] == id(local)
    if INSIDE:
        assert fields(view)["gi_frame_state"]["meaning"] == "running"
    assert [field["role"] for field in rest] in (["padding"], ["unknown"])


def test_a_running_frame_leaves_its_stack_unknown_where_its_top_is_not_saved():
    """A C function that calls back is in the way: the frame that called it has its top in a register (before 3.14)."""
    views = []

    def caller():
        kept = ["on the stack"]
        return [kept, sorted([2, 1], key=lambda _: views.append(pm.layout(sys._getframe(1))) or 0)]

    caller()
    for view in views:
        assert_sound(view)
        _, stack, rest = slots(view)
        if sys.version_info < (3, 14):
            assert stack == []
            assert [field["role"] for field in rest] == ["unknown"]
            assert "known to the interpreter's C code alone" in rest[0]["proof"]["how"]
        else:
            assert "['on the stack']" in [field.get("target", {}).get("text") for field in stack]
    assert views


def test_looking_makes_no_frame_object_and_no_dict():
    obj = words(2, "text")
    next(obj)
    for _ in range(2):
        found = fields(pm.layout(obj))
        if INSIDE:
            assert found["gi_iframe.frame_obj"]["value"] == "0x0"
            assert found["gi_iframe.f_locals"]["value"] == "0x0"
    frame = sys._getframe()
    frames.localsplus(frame)
    inner = {field["name"]: field for block in blocks_in(pm.layout(frame)) for field in block["fields"]}
    assert inner["f_locals"]["value"] == "0x0"


def test_a_frame_that_has_been_cleared_is_not_followed():
    frame = finished(257, {})
    frame.clear()
    view = pm.layout(frame)
    assert_sound(view)
    assert not any("target" in field for field in slots(view)[0])
    assert {each.address for each in frames.localsplus(frame)} == {0}


@pytest.mark.parametrize("hold", [True, False], ids=["asked before", "never asked"])
def test_the_frame_of_a_generator_that_is_closed_moves_out(hold):
    obj = words(2, "text")
    next(obj)
    frame = obj.gi_frame if hold else None
    obj.close()
    view = pm.layout(obj)
    assert_sound(view)
    if INSIDE:
        assert not any("target" in field for field in slots(view)[0])
    if frame is not None:
        inside = pm.layout(frame)
        assert_sound(inside)
        named = slots(inside)[0]
        found = [each.address for each in frames.localsplus(frame)]
        assert found == [address(field) for field in named]
        if any(found):
            assert_bound_as(named, frame.f_code, frame.f_locals)
        else:
            # 3.13.0 clears the frame at once where no finally would run, and f_locals gives what is gone (gh-125723)
            assert sys.version_info[:2] == (3, 13)


def test_a_frame_of_many_variables_is_cut():
    space = {}
    exec("def many():\n" + "".join(f"  v{index} = [{index}]\n" for index in range(300)) + "  yield", space)
    obj = space["many"]()
    next(obj)
    for subject in (obj, obj.gi_frame):
        view = pm.layout(subject)
        assert_sound(view)
        named = slots(view)[0]
        assert 50 < len(named) < 300
        assert_bound_as(named, obj.gi_code, obj.gi_frame.f_locals)
    assert len(frames.localsplus(obj.gi_frame)) == 300


def test_what_nothing_confirms_is_not_followed(monkeypatch):
    monkeypatch.setattr(known, "gc", types.SimpleNamespace(get_referents=lambda _: [], get_objects=list))
    monkeypatch.setattr(known, "variable_getter", lambda: None)
    obj = words(2, [])
    next(obj)
    named, stack, _ = slots(pm.layout(obj))
    unconfirmed = [field for field in [*named, *stack] if address(field) and "target" not in field]
    assert len(unconfirmed) > 4
    for field in unconfirmed:
        assert "not followed" in field["proof"]["how"]
        assert field["proof"]["status"] == "read"


def test_a_wrong_answer_is_not_shown_as_fact(monkeypatch):
    monkeypatch.setattr(known, "variable_getter", lambda: lambda frame, name: object())
    frame = finished(257, {})
    named, _, _ = slots(pm.layout(frame))
    local = next(field for field in named if field["name"].endswith(": one"))
    assert local["role"] == "unknown"
    assert "target" not in local


def stop(*_):
    raise AssertionError("code of the object's class was run")


NAMED = ("__repr__", "__eq__", "__hash__", "__len__", "__bool__", "__getattribute__", "__iter__", "__call__")
HOSTILE = type("Hostile", (), dict.fromkeys(NAMED, stop) | {"__class__": property(stop)})


def test_no_code_of_an_object_in_a_frame_is_run():
    def holding(value, *values):
        cell = value
        yield [value, values, lambda: cell]

    obj = holding(HOSTILE(), HOSTILE())
    next(obj)
    assert_sound(pm.layout(obj))
    assert_sound(pm.layout(obj.gi_frame))
    frame = (lambda value: sys._getframe())(HOSTILE())
    assert_sound(pm.layout(frame))
    assert len(frames.localsplus(frame)) == 1


def test_a_function_whose_code_is_replaced_still_confirms_its_generator():
    def first():
        yield [1]

    def second():
        yield [2]

    obj = first()
    next(obj)
    first.__code__ = second.__code__
    assert_sound(pm.layout(obj))


def test_the_state_of_a_generator_is_named():
    known_states = frames.frame_states()
    obj = words(1, "text")
    expected = ["created", "suspended", "cleared"]
    for words_of_state in expected:
        if INSIDE:
            field = fields(pm.layout(obj))["gi_frame_state"]
            assert (field["meaning"], field["proof"]["status"]) == (words_of_state, "verified")
            assert known_states[int(field["value"])] == words_of_state
        advance(obj, 1)
    assert gc.is_tracked(obj)
