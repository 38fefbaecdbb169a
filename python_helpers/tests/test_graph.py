"""The graph kind: what is shown of names and objects, and that asking changes nothing."""

import gc
import json
import sys
import types
import weakref
from pathlib import Path
from typing import ClassVar

import jsonschema
import pytest

import pymastery as pm

SCHEMA = json.loads((Path(pm.__file__).parent / "schemas" / "graph.v1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def shown(view):
    """Return {id: object} of a view whose payload is right by the schema."""
    VALIDATOR.validate(view.payload)
    return {each["id"]: each for each in view.payload["objects"]}


def names(view):
    (root,) = view.payload["roots"]
    return {each["name"]: each["target"] for each in root["names"]}


def slots(each):
    return {(slot["kind"], slot["label"]): slot.get("target") for slot in each["slots"]}


def test_two_names_of_one_list_lead_to_one_object():
    a = [1]
    b = a
    view = pm.graph()
    found = names(view)
    assert found["a"] == found["b"]
    assert int(shown(view)[found["a"]]["address"], 16) == id(b)


def test_a_function_shows_its_locals_and_its_cells():
    def outer(argument):
        local = [argument]

        def inner():
            return local

        return pm.graph(), inner

    view, _ = outer(1)
    (root,) = view.payload["roots"]
    assert (root["title"], root["kind"]) == ("frame of outer", "frame")
    assert set(names(view)) == {"argument", "local", "inner"}
    inner = shown(view)[names(view)["inner"]]
    cell = shown(view)[slots(inner)["closure", "local"]]
    assert cell["type"] == "cell"
    assert slots(cell) == {("cell", "contents"): names(view)["local"]}


def test_a_module_shows_its_globals_without_noise():
    space = {"pm": pm, "graph": pm.graph, "mine": [1], "__name__": "__main__", "view": pm.graph([1])}
    exec("shown = pm.graph()", space)
    (root,) = space["shown"].payload["roots"]
    assert (root["title"], root["kind"]) == ("globals", "namespace")
    assert set(names(space["shown"])) == {"mine"}
    assert root["hidden"] == len(space) - 2  # `mine` is shown, `shown` was bound after


def test_a_cell_of_ipython_shows_the_names_of_its_user():
    code = "x = [1]\n_private = 2\nshown = pm.graph()"
    noise = dict.fromkeys(
        ["In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_i1", "_7", "_ih", "_oh", "_dh", "exit", "quit"]
    )
    space = {**noise, "get_ipython": print, "pm": pm}
    exec(code, space)
    assert set(names(space["shown"])) == {"x", "_private"}


def test_given_objects_have_their_names():
    row = []
    view = pm.graph(row, (row,), same=row)
    assert set(names(view)) == {"argument 1", "argument 2", "same"}
    assert names(view)["argument 1"] == names(view)["same"] == "o0"
    assert view.payload["roots"][0]["kind"] == "objects"


def test_ids_follow_a_breadth_first_walk():
    view = pm.graph([[["deep"]], ["near"]], "second")
    types_ = [each["repr"] for each in view.payload["objects"]]
    assert types_[:4] == ["[[['deep']], ['near']]", "'second'", "[['deep']]", "['near']"]
    assert [each["id"] for each in view.payload["objects"]] == [f"o{n}" for n in range(len(types_))]


def test_what_was_cut_is_counted():
    rows = [[number] for number in range(1000)]
    view = pm.graph(rows)
    found = shown(view)
    assert found["o0"]["cut"] == {"shown": 60, "total": 1000}
    assert len(found["o0"]["slots"]) == 60
    many = pm.graph(*[[[number] for number in range(59)] for _ in range(59)])
    # 400 lists and the 59 numbers in them, of 59 lists given, 59 in each and the numbers
    assert many.payload["cut"] == {"shown": 400 + 59, "total": 59 + 59 * 59 + 59}
    assert many.payload["at_least"]
    by_number = shown(pm.graph(dict.fromkeys(range(1000))))["o0"]
    assert by_number["cut"] == {"shown": 60, "total": 60 + 1000 - 30}  # a key and a value of 30 items
    wide = pm.graph(**{f"name{number}": number for number in range(100)})
    assert wide.payload["roots"][0]["cut"] == {"shown": 60, "total": 100}


def test_a_million_items_and_a_long_chain_are_bounded():
    chain = None
    for _ in range(100_000):
        chain = [chain]
    view = pm.graph(list(range(10**6)), dict.fromkeys(range(10**6)), chain)
    assert len(view.payload["objects"]) < 1000
    assert view.payload["objects"][0]["cut"] == {"shown": 60, "total": 10**6}
    assert len(str(view)) < 100_000
    while chain:  # freed step by step: the interpreter's own recursion is not the point here
        (chain,) = chain


class Hostile:
    calls: ClassVar[list] = []

    def __getattribute__(self, name):
        Hostile.calls.append(name)
        raise RuntimeError(name)

    def __eq__(self, other):
        Hostile.calls.append("==")
        raise RuntimeError

    def __hash__(self):
        if HASHABLE:
            return 1
        Hostile.calls.append("hash")
        raise RuntimeError

    __repr__ = __str__ = __len__ = __iter__ = __bool__ = __sizeof__ = __dir__ = __eq__


class HostileMeta(type):
    def __getattribute__(cls, name):
        Hostile.calls.append(f"meta {name}")
        raise RuntimeError(name)

    def __eq__(cls, other):
        Hostile.calls.append("meta ==")
        raise RuntimeError

    def __hash__(cls):
        Hostile.calls.append("meta hash")
        raise RuntimeError

    def __instancecheck__(cls, other):
        Hostile.calls.append("meta isinstance")
        raise RuntimeError

    __repr__ = __subclasscheck__ = __instancecheck__


HASHABLE = True


def hostile_objects():
    global HASHABLE
    HASHABLE = True
    one = Hostile()
    object.__setattr__(one, "inner", [one])
    other = HostileMeta("Odd", (), {"attribute": [1]})
    instance = object.__new__(other)
    mapping = {one: one}

    class Lazy(list):
        __slots__ = ("slot",)

        def __iter__(self):
            raise RuntimeError

        __len__ = __getattr__ = __iter__

        @property
        def prop(self):
            raise RuntimeError

    HASHABLE = False
    return [one, other, instance, mapping, Lazy([one, 2]), Hostile]


def test_no_code_of_the_objects_runs():
    objects = hostile_objects()
    Hostile.calls.clear()
    view = pm.graph(objects=objects)
    bundle = view._repr_mimebundle_()
    assert Hostile.calls == []
    assert "text/html" in bundle
    lazy = next(each for each in shown(view).values() if each["type"] == "Lazy")
    assert [slot["kind"] for slot in lazy["slots"]][:2] == ["index", "index"]


class Plain:
    def __init__(self):
        self.first = [1]
        self.second = {"first": 2}


def test_asking_makes_no_dict_and_keeps_nothing_alive():
    plain = Plain()
    plain.from_outside = (1,)
    before = [(type(each).__name__, id(each)) for each in gc.get_referents(plain)]
    references = sys.getrefcount(plain), sys.getrefcount(plain.first), sys.getrefcount(plain.second)
    view = pm.graph(plain=plain)
    assert [(type(each).__name__, id(each)) for each in gc.get_referents(plain)] == before
    assert references == (
        sys.getrefcount(plain),
        sys.getrefcount(plain.first),
        sys.getrefcount(plain.second),
    )
    assert [slot["label"] for slot in shown(view)["o0"]["slots"]] == ["first", "second", "from_outside"]
    gone = weakref.ref(plain)
    del plain
    assert gone() is None
    assert str(view)


def test_the_locals_of_a_function_live_no_longer():
    def inside():
        plain = Plain()
        gone = weakref.ref(plain)
        pm.graph()
        del plain
        return gone()

    assert inside() is None


def test_locals_that_the_function_itself_holds_stay():
    def inside():
        value = [1]
        own = locals()
        pm.graph()
        return own, value

    own, value = inside()
    assert own["value"] is value


def test_an_attribute_that_looks_like_the_dict_is_an_attribute():
    plain = Plain()
    del plain.first
    plain.second = {"number": 5}
    plain.number = 5
    attributes = slots(shown(pm.graph(plain))["o0"])
    assert {label for _, label in attributes} == {"second", "number"}


def test_a_dict_of_attributes_that_has_a_name_is_an_object_of_the_graph():
    plain = Plain()
    space = vars(plain)
    view = pm.graph(plain=plain, space=space)
    if any(each is space for each in gc.get_referents(plain)):
        assert slots(shown(view)["o0"]) == {("slot", "__dict__"): "o1"}
    else:  # 3.13.0: the collector does not see the dict from its instance
        assert ("attribute", "first") in slots(shown(view)["o0"])
    assert slots(shown(view)["o1"]).keys() == {("value", "'first'"), ("value", "'second'")}


def test_cycles_are_named_in_the_order_of_their_references():
    first, second, third = [], [], []
    first.append(third), third.append(second), second.append(first)
    alone = []
    alone.append(alone)
    view = pm.graph(second, first, third, alone, [first])
    assert view.payload["cycles"] == [["o0", "o1", "o2"], ["o3"]]
    assert "cycle: o0 → o1 → o2 → o0" in str(view)


def test_a_function_shows_its_defaults():
    def function(a, b=[], *, c={}, d):  # noqa: B006
        return a, b, c, d

    function.note = note = ["written on it"]
    view = pm.graph(function, b=function.__defaults__[0], note=note)
    assert slots(shown(view)["o0"]) == {
        ("default", "b"): names(view)["b"],
        ("default", "c"): "o3",
        ("attribute", "note"): names(view)["note"],
    }


def test_modules_code_and_library_classes_are_leaves():
    view = pm.graph(types, types.SimpleNamespace, test_modules_code_and_library_classes_are_leaves.__code__)
    assert all(each["slots"] == [] for each in shown(view).values())
    assert shown(view)["o0"]["hidden"] == len(gc.get_referents(types))


def test_html_says_what_is_there_and_escapes_it():
    loop = ["<script>alert(1)</script>"]
    loop.append(loop)
    html = pm.graph(loop=loop)._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert "Cycle: o0 → o0" in html
    assert html.count("<table>") == 2


def test_text_marks_what_was_shown_above():
    row = [[]]
    assert str(pm.graph(a=row, b=row)).splitlines() == [
        "Memory graph: 2 names, 2 objects, 0 cycles.",
        "given objects:",
        "  a → o0 list [[]]",
        "    [0] → o1 list []",
        "  b → o0↑",
    ]


@pytest.mark.parametrize("nothing", [{}, {"__name__": "empty"}])
def test_no_names_is_said(nothing):
    space = {**nothing, "pm": pm}
    exec("shown = pm.graph()", space)
    assert "(no names)" in str(space["shown"])
