"""A series of layouts: what each says of sizes and moves is what the interpreter says at that very moment."""

from __future__ import annotations

import json
import sys
from array import array
from collections import deque
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_subjects import VALIDATOR, assert_covers

import pymastery as pm
from pymastery.layout import inspector
from pymastery.layout.payload import SERIES, facts_of, payload
from pymastery.layout.series import CALLS
from pymastery.layout.static import html, plain

POINTER = tuple.__itemsize__
MANY = settings(
    max_examples=20, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class Pair:
    def __init__(self, x, y):
        self.x, self.y = x, y


def grown(subject, change, times):
    """Return the moments of a change, and `sys.getsizeof` before it and after each call."""
    sizes = [sys.getsizeof(subject)]

    def changed(number):
        change(number)
        sizes.append(sys.getsizeof(subject))

    view = pm.layout(subject).repeat(changed, times)
    VALIDATOR.validate(view.payload)
    return view, sizes


def test_a_list_grows_as_getsizeof_says():
    items = []
    view, sizes = grown(items, items.append, 100)
    assert [moment.total for moment in view.moments] == sizes
    assert [moment.used for moment in view.moments] == list(range(101))
    room = [(size - sys.getsizeof([])) // POINTER for size in sizes]
    assert [moment.allocated for moment in view.moments] == room
    # the pattern of list_resize in Objects/listobject.c, from 3.9 on
    assert list(dict.fromkeys(room)) == [0, 4, 8, 16, 24, 32, 40, 52, 64, 76, 92, 108]
    assert [m.label for m in view.moments if m.resized] == [
        f"call {number}" for number in range(1, 101) if sizes[number] != sizes[number - 1]
    ]


def test_each_moment_says_where_the_items_were():
    items, places = [], []

    def append():
        items.append(None)
        places.append(pm.layout(items).blocks[1].address)

    moments = pm.layout(items).repeat(append, 40).moments[1:]
    assert [moment.blocks[1].address for moment in moments] == places
    moved = [after != before for before, after in pairwise(places)]
    assert [moment.moved == ("ob_item",) for moment in moments[1:]] == moved
    assert True in moved


CONTAINERS = {
    "dict of ints": (dict, lambda x, i: x.update({i: i})),
    "dict of strs": (dict, lambda x, i: x.update({f"k{i}": i})),
    "set": (set, lambda x, i: x.add(i)),
    "bytearray": (bytearray, lambda x, i: x.append(i)),
    "array": (partial(array, "d"), lambda x, i: x.append(i)),
    "deque": (deque, lambda x, i: x.append(i)),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_container_grows_as_getsizeof_says(kind):
    make, change = CONTAINERS[kind]
    subject = make()
    view, sizes = grown(subject, partial(change, subject), 150)
    assert [moment.total for moment in view.moments] == sizes
    assert [moment.used for moment in view.moments] == list(range(151))
    jumps = [after != before for before, after in pairwise(sizes)]
    if kind.startswith(("dict", "set")):
        assert [bool(moment.resized) for moment in view.moments[1:]] == jumps
    assert sum(jumps) >= 2


def test_a_dict_has_room_for_two_thirds_of_its_slots():
    table = {}
    view, _ = grown(table, lambda i: table.update({i: i}), 50)
    assert list(dict.fromkeys(moment.allocated for moment in view.moments)) == [0, 5, 10, 21, 42, 85]
    for moment in view.moments:
        assert 0 <= moment.used <= moment.allocated


def test_the_digits_of_an_int_are_those_of_int_info():
    numbers = [1, 2**30, 2**60 - 1, 2**60, -(3**200), 0]
    moments = pm.layout(numbers[0]).beside(*numbers[1:]).moments
    per_digit = sys.int_info.bits_per_digit
    assert [moment.used for moment in moments] == [-(-abs(n).bit_length() // per_digit) for n in numbers]
    assert [moment.size for moment in moments[:-1]] == [sys.getsizeof(n) for n in numbers[:-1]]
    assert [moment.allocated for moment in moments] == [None] * len(numbers)


def test_a_text_is_as_wide_as_its_widest_character():
    texts = ["abc", "abc\xe9", "abc\u20ac", "abc\U0001f40d"]
    view = pm.layout(texts[0]).beside(*texts[1:])
    sent = view.payload["series"]["moments"]
    widest = [max(map(ord, text)) for text in texts]
    assert [each["contents"]["width"] for each in sent] == [
        1 if point < 256 else 2 if point < 65536 else 4 for point in widest
    ]
    assert [moment.total for moment in view.moments] == list(map(sys.getsizeof, texts))
    assert [moment.used for moment in view.moments] == list(map(len, texts))


def test_two_instances_share_their_keys():
    first, second = vars(Pair(1, 2)), vars(Pair(3, 4))
    view = pm.layout(first).beside(second)
    one, two = (next(b for b in m.blocks if b.id == "ma_keys") for m in view.moments)
    assert one.address == two.address
    [pointer] = [f for f in view.payload["blocks"][0]["fields"] if f["name"] == "ma_keys"]
    assert pointer["note"] == "the same block as ma_keys of object 1"
    assert "ma_keys is the same block" in view.payload["notice"]
    # what others use too is not counted for one of them
    assert all(moment.total < moment.size + one.size for moment in view.moments)
    alone = pm.layout({"x": 1}).beside({"x": 1})
    assert "No two" in alone.payload["notice"]
    assert not [f for b in alone.payload["blocks"] for f in b["fields"] if "note" in f]


def test_an_object_beside_itself_is_the_same():
    items = [1]
    view = pm.layout(items).beside(items)
    assert view.payload["series"]["moments"][1]["shared"] == [
        "object is the same as object 1",
        "ob_item is the same block as ob_item of object 1",
    ]


OPERATIONS = {
    list: st.sampled_from(["append", "pop", "clear", "extend", "insert", "nothing"]),
    dict: st.sampled_from(["set", "pop", "clear", "update", "nothing"]),
    set: st.sampled_from(["add", "pop", "clear", "update", "nothing"]),
}


def perform(subject, name, number):
    if name in ("append", "add"):
        getattr(subject, name)(number)
    elif name in ("extend", "update"):
        more = range(number, number + 9)
        getattr(subject, name)(dict.fromkeys(more) if type(subject) is dict else more)
    elif name == "insert":
        subject.insert(0, number)
    elif name == "set":
        subject[number] = number
    elif name == "pop" and subject:
        subject.pop(next(iter(subject))) if type(subject) is dict else subject.pop()
    elif name == "clear":
        subject.clear()


def steady(blocks):
    """What two readings of an unchanged object have in common: all but counts of users and the collector's links."""
    return [
        (
            block.id,
            block.address,
            block.size,
            [f for f in block.fields if not f.name.startswith(("ob_ref", "dk_ref", "_gc"))],
        )
        for block in blocks
    ]


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_each_moment_is_what_a_layout_taken_then_says(kind):
    @MANY
    @given(st.lists(OPERATIONS[kind], min_size=1, max_size=25))
    def compare(names):
        subject, taken = kind(), []

        def change(number):
            perform(subject, names[number], number)
            taken.append(steady(pm.layout(subject).blocks))

        view = pm.layout(subject).repeat(change, len(names))
        assert [steady(moment.blocks) for moment in view.moments[1:]] == taken
        for before, after in pairwise(view.moments):
            sizes = {b.id: b.size for b in before.blocks}, {b.id: b.size for b in after.blocks}
            assert set(after.resized) == {
                name for name in {*sizes[0], *sizes[1]} if sizes[0].get(name, 0) != sizes[1].get(name, 0)
            }
        VALIDATOR.validate(view.payload)

    compare()


def test_readings_are_sent_of_the_first_moment_and_of_those_with_a_new_size_or_place():
    items = []
    view = pm.layout(items).repeat(items.append, 20)
    series = view.payload["series"]
    *before, last = series["moments"]
    assert "reading" not in last  # the payload itself is that
    for number, moment in enumerate(before):
        is_new = number == 0 or "moved" in moment or "resized" in moment
        assert ("reading" in moment) == is_new
        for block in moment.get("reading", {"blocks": []})["blocks"]:
            assert_covers(block)
    assert series["left_out"] == sum("reading" not in moment for moment in before)
    sized = next(m["reading"] for m in before if m["label"] == "call 5")
    [field] = [f for f in sized["blocks"][0]["fields"] if f["name"] == "allocated"]
    assert (field["value"], field["was"]) == ("8", "4")


def test_what_is_sent_keeps_its_budget():
    items = [None] * 120

    def replaced():
        items[:] = [None] * (100 + len(items) % 2 * 20 + 1)

    view = pm.layout(items).repeat(replaced, CALLS)
    made = view.payload
    readings = [moment["reading"] for moment in made["series"]["moments"] if "reading" in moment]
    assert sum(len(json.dumps(each)) for each in readings) <= SERIES
    assert made["series"]["left_out"] == CALLS - len(readings) > 100
    assert "reading" in made["series"]["moments"][0]
    assert len(json.dumps(made)) < 2 * SERIES


def test_a_saved_series_has_its_twins_too():
    items = []
    for view in (pm.layout(items).repeat(items.append, 6), pm.layout(1).beside("a", {1})):
        facts = facts_of(view.payload)
        assert payload(facts) == view.payload
        assert plain(facts) == str(view)
        assert html(facts) == view._repr_mimebundle_()["text/html"].removeprefix(
            '<div class="pymastery-layout">'
        ).removesuffix("</div>")


def test_the_text_has_a_row_for_each_moment():
    items = []
    text = str(pm.layout(items).repeat(items.append, 5))
    rows = {line.split("  ")[0]: " ".join(line.split()) for line in text.splitlines() if line.startswith("call ")}
    assert list(rows) == [f"call {number}" for number in range(1, 6)]
    size = sys.getsizeof([])
    assert rows["call 2"] == f"call 2 2 4 slots of {POINTER} bytes {size} {size + 4 * POINTER} 2 fields changed"
    assert "ob_item resized and moved" in rows["call 5"]
    assert "ob_item was resized in calls 1 and 5" in text


@pytest.mark.parametrize("times", [0, -1, CALLS + 1, 10**9])
def test_calls_have_a_bound(times):
    with pytest.raises(ValueError, match=f"from 1 to {CALLS}, not {times}"):
        pm.layout([]).repeat(lambda: None, times)


def test_what_is_no_function_is_refused():
    with pytest.raises(TypeError, match="give a function"):
        pm.layout([]).repeat([1])
    with pytest.raises(TypeError, match="an int, not '3'"):
        pm.layout([]).repeat(lambda: None, "3")
    with pytest.raises(ValueError, match="give from 1 to 31 objects"):
        pm.layout([]).beside()
    with pytest.raises(ValueError, match="not 40"):
        pm.layout([]).beside(*range(40))


def test_nothing_is_called_when_times_is_wrong():
    items = []
    with pytest.raises(ValueError):
        pm.layout(items).repeat(lambda: items.append(1), 0)
    assert items == []


def test_what_the_function_raises_comes_with_what_was_seen():
    items = []

    def change(number):
        if number == 3:
            raise ZeroDivisionError("enough")
        items.append(number)

    with pytest.raises(ZeroDivisionError, match="enough") as caught:
        pm.layout(items).repeat(change)
    assert [moment.used for moment in caught.value.seen.moments] == [0, 1, 2, 3]
    VALIDATOR.validate(caught.value.seen.payload)
    assert "after 3 calls" in caught.value.__notes__[0]


def test_the_class_of_an_exception_is_not_asked():
    asked = []

    class Strict(Exception):
        def asks(self, *given):
            asked.append(given)

        add_note = __setattr__ = asks
        seen = property(asks, asks)

    def change():
        raise Strict

    with pytest.raises(Strict) as caught:
        pm.layout([]).repeat(change)
    assert asked == []
    assert len(vars(caught.value)["seen"].moments) == 1


def test_a_function_gets_the_number_of_its_call_where_it_has_to_be_given_one():
    class Called:
        @property
        def __signature__(self):
            raise AssertionError("it was asked for its signature")

        def __call__(self, *given):
            got.append(given)

    got = []
    pm.layout([]).repeat(lambda: got.append("none"), 1)
    pm.layout([]).repeat(lambda i: got.append(i), 2)
    pm.layout([]).repeat(lambda i=7: got.append(i), 1)
    pm.layout([]).repeat(got.append, 2)
    pm.layout([]).repeat(got.copy, 1)
    pm.layout([]).repeat(Called(), 1)
    assert got == ["none", 0, 1, 7, 0, 1, ()]


def test_views_in_between_hold_the_object_no_longer():
    items = []
    view = pm.layout(items).repeat(items.append, 50)
    counts = [f.value for moment in view.moments for f in moment.blocks[0].fields if f.name == "ob_refcnt"]
    assert len(set(counts[1:])) <= 1
    assert view.refcount < 20


def test_a_view_of_one_moment_has_no_moments():
    assert pm.layout([1]).moments == ()
    assert "series" not in pm.layout([1]).payload


def test_the_last_moment_is_the_view():
    items = [0]
    view = pm.layout(items).repeat(items.append, 2)
    assert view.moments[-1].blocks == view.blocks
    assert view.moments[-1].changes == view.changes
    assert view.decoded == items


def test_where_no_memory_is_read_the_public_sizes_remain(monkeypatch):
    monkeypatch.setattr(inspector, "unknown_notice", lambda: "This is PyPy.")
    inspector.source.cache_clear()
    try:
        items = []
        view, sizes = grown(items, items.append, 9)
        other = pm.layout(1).beside("a")
    finally:
        inspector.source.cache_clear()
    assert [moment.total for moment in view.moments] == sizes
    assert view.payload["notice"] == "This is PyPy."
    assert other.payload["notice"] == "This is PyPy."
    VALIDATOR.validate(other.payload)
    assert "call 9" in str(view)


def test_what_is_made_of_a_series_has_none():
    table = {}
    view = pm.layout(table).repeat(lambda number: table.update({number: number}), 3)
    assert view.probe(1).moments == ()
    assert pm.layout(table).diff(view).moments == ()


def test_the_number_of_the_call_is_given_where_one_argument_has_to_be():
    items, rest, seen = set(), deque(), []
    pm.layout(items).repeat(items.add, 3)
    pm.layout(rest).repeat(rest.append, 3)
    assert (items, list(rest)) == ({0, 1, 2}, [0, 1, 2])

    def change(number: not_defined_anywhere, more=1):  # noqa: F821
        seen.append(number)

    change.__wrapped__ = None
    pm.layout(seen).repeat(change, 2)
    assert seen == [0, 1]
