"""Who holds an object: every reference that is made on purpose is named, and none that is not there."""

import gc
import math
import sys
import threading
import time
import types
import weakref
from collections import defaultdict, deque

import pytest

import pymastery as pm

NAMED = ["kept by this module"]
IN_MODULE = f"global NAMED of module {__name__}"


class Point:
    shared = None


class Slots:
    __slots__ = ("s",)


def texts(view):
    return sorted(holder.text for holder in view.holders for _ in range(holder.count))


def of_one(make):
    """Return who holds a new list, beside what `make` returns for it: that is alive while it is asked."""
    view = pm.layout(["new"])
    kept = make(view._held[0])
    found = texts(view)
    assert view.refcount == len(found), found
    del kept
    return found


def function_with_default(value):
    def f(a, b=value):
        return b

    return f


def function_with_cell(value):
    def f():
        return value

    return f


def instance(value):
    point = Point()
    point.x = value
    return point


def failure(value):
    made = ValueError("message")
    made.a, made.b = value, 1
    return made


def slotted(value):
    made = Slots()
    made.s = value
    return made


def keyword(value):
    def f(*, k=value):
        return k

    return f


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda value: [0, value], ["[1] of the list [0, ['new']]"]),
        (lambda value: (value, value), ["[0] of the tuple (['new'], ['new'])", "[1] of the tuple (['new'], ['new'])"]),
        (lambda value: {"k": value}, ["['k'] of the dict {'k': ['new']}"]),
        (lambda value: deque([value]), ["[0] of a deque"]),
        (instance, ["attribute x of a Point"]),
        (slotted, ["attribute s of a Slots"]),
        (function_with_default, ["default of b of function_with_default.<locals>.f"]),
        (function_with_cell, ["cell value of function_with_cell.<locals>.f"]),
        (keyword, ["default of k of keyword.<locals>.f"]),
        (lambda value: types.SimpleNamespace(a=1, b=value), ["attribute b of a SimpleNamespace"]),
        (failure, ["attribute a of a ValueError"]),
        (lambda value: weakref.ref(Point, lambda _: None), []),
    ],
)
def test_each_way_to_hold_is_named(make, said):
    assert of_one(make) == said


def test_a_global_an_attribute_of_a_class_and_another_view():
    Point.shared = NAMED
    view, other = pm.layout(NAMED), pm.layout(NAMED)
    try:
        assert texts(view) == ["Point.shared", "another view of it", IN_MODULE]
        assert view.refcount == 3
    finally:
        Point.shared = None
    del other
    assert texts(view) == [IN_MODULE]
    assert view.refcount == 1


def test_an_instance_is_counted_once_also_when_its_dict_was_asked_for():
    point = Point()
    view = pm.layout(["new"])
    point.x = view._held[0]
    vars(point)
    assert view.refcount == 1
    assert texts(view) == ["attribute x of a Point"]


def test_an_immortal_object_is_held_by_nobody_who_counts():
    view = pm.layout(None)
    if view.refcount is math.inf:
        assert view.holders == ()
        assert view.payload["ledger"] == {"count": None, "holders": [], "unexplained": 0}
    else:
        assert view.refcount > 1000
        found = view.payload["ledger"]["holders"]
        assert [each["text"] for each in found] == ["nobody was asked: more than 1000 references"]


def test_the_count_is_what_getrefcount_says_of_what_a_list_holds():
    boxes = [[object() for _ in range(3)] for _ in range(2)]
    boxes[1] += boxes[0]
    for box in boxes:
        for at in range(len(box)):
            said = sys.getrefcount(box[at]) - 1
            view = pm.layout(box[at])
            assert view.refcount == said


def test_a_view_is_gone_with_its_last_name_and_so_is_what_it_held():
    gc.disable()
    try:
        for _ in range(3):
            point = Point()
            died = weakref.ref(point)
            view = pm.layout(point)
            view.payload, view.holders, view.refcount  # noqa: B018
            del point
            assert died() is not None
            del view
            assert died() is None, "something that only the collector frees was left behind"
    finally:
        gc.enable()


def test_a_drawn_view_answers_no_more():
    view = pm.layout([1])
    view._repr_mimebundle_()
    for ask in (lambda: view.refcount, lambda: view.holders):
        with pytest.raises(ValueError, match="make a new one"):
            ask()


def test_variables_of_functions_that_run_are_named():
    def inner(value):
        other = value
        view = pm.layout(value)
        del value
        return texts(view), view.refcount, other

    found, count, _ = inner(["new"])
    assert found == ["variable other of inner, which runs"]
    # up to 3.10 the stack of the caller keeps the arguments of a call
    assert count == (2 if sys.version_info < (3, 11) else 1)


def test_a_cell_of_a_function_that_runs_is_named():
    value = ["new"]

    def unused():
        return value

    del unused
    view = pm.layout(value)
    assert texts(view) == ["cell value of test_a_cell_of_a_function_that_runs_is_named"]
    assert view.refcount == 1


def sum_and_count(view):
    return sum(each.count for each in view.holders), view.refcount


def test_a_local_of_a_generator_that_runs_is_counted_once():
    def generator():
        local = ["new"]
        view = pm.layout(local)
        yield sum_and_count(view)

    async def coroutine():
        local = ["new"]
        view = pm.layout(local)
        return sum_and_count(view)

    assert next(generator()) == (1, 1)
    with pytest.raises(StopIteration) as done:
        coroutine().send(None)
    assert done.value.value == (1, 1)


def test_no_reference_is_told_twice():
    def f():
        return 12345.678

    value = next(each for each in f.__code__.co_consts if type(each) is float)
    module = types.ModuleType("made_here")
    table = defaultdict(list)
    table["k"].append(1)
    for subject in (value, module, table["k"], Point, f):
        view = pm.layout(subject)
        found, count = sum_and_count(view)
        assert found <= count, view.holders
    assert "['k'] of a defaultdict" in texts(pm.layout(table["k"]))


@pytest.mark.parametrize("main", [None, 3, {}, object()])
def test_a_main_module_that_is_none_takes_nothing_down(main, monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert IN_MODULE in texts(pm.layout(NAMED))


def test_a_name_that_cannot_be_printed_is_escaped_and_shortened(monkeypatch):
    names = sys.modules["__main__"].__dict__
    value = ["new"]
    for name in ("n\ud800", "l1\nname evil in your globals", "n" * 1000):
        monkeypatch.setitem(names, name, [value])
    found = str(pm.layout(value))
    found.encode()
    assert "\nname evil" not in found
    assert max(map(len, texts(pm.layout(value)))) < 200


def test_a_reference_on_a_stack_is_left_unexplained():
    def ledger_of(view, value):
        del value
        return view.payload["ledger"]

    value = ["new"]
    # the tuple that is being built is on the stack meanwhile, and so is the list
    made = (value, ledger_of(pm.layout(value), value))[1]
    assert {each["text"] for each in made["holders"]} == {
        "variable value of test_a_reference_on_a_stack_is_left_unexplained, which runs"
    }
    assert made["unexplained"] == made["count"] - 1


@pytest.mark.skipif(sys.platform == "emscripten", reason="no threads")
def test_what_another_thread_made_is_counted_right():
    # a free-threaded build counts what its owner does apart from what others do, and that goes below zero
    kept, made, done = [], threading.Event(), threading.Event()

    def other():
        kept.extend([["theirs"]] * 40)
        made.set()
        done.wait()

    thread = threading.Thread(target=other)
    thread.start()
    made.wait()
    time.sleep(0.05)  # an owner that runs merges both counts, and so does the collector
    gc.disable()
    try:
        del kept[1:]
        alone = [["mine"]]
        before = sys.getrefcount(kept[0])
        found = pm.layout(kept[0]).refcount - 1 + sys.getrefcount(alone[0])
        after = sys.getrefcount(kept[0])
    finally:
        gc.enable()
        done.set()
        thread.join()
    assert found in (before, after)


def constant():
    return (1, 2, "only here")


def test_a_constant_of_code_is_named():
    value = constant()
    view = pm.layout(value)
    del value
    assert texts(view) == ["constant of the code of constant"]
    assert view.refcount == 1
