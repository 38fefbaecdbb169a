"""Where the attributes of instances are: their dict, their array of values, or their own memory."""

import gc
import sys
import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_subjects import assert_covers, blocks_in, examples

import pymastery as pm
from pymastery.layout.inspector import source

HAS_VALUES = sys.version_info >= (3, 11)
NAMES = ["a", "b", "c", "d", "e", "f"]


def named_fields(view):
    return {field.name: field for block in view.blocks for field in block.fields}


def told(view):
    """Return the attributes that the array of values tells of, with the id of each."""
    found = {}
    for block in view.blocks:
        if block.id == "values":
            for field in block.fields:
                if field.meaning.startswith("attribute "):
                    assert field.verified, field
                    found[field.meaning.removeprefix("attribute ")] = field.value
    return found


@pytest.mark.skipif(not HAS_VALUES, reason="up to 3.10 every instance has a dict")
@settings(max_examples=examples(80), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=30))
def test_values_are_the_attributes_in_the_order_they_were_set(steps):
    cls = type("Made", (), {})
    first = cls()
    for name in NAMES:
        setattr(first, name, name * 2)  # the class knows the names by now
    point, wanted = cls(), {}
    for number, (name, is_set) in enumerate(steps):
        if is_set:
            wanted[name] = value = float(number)
            setattr(point, name, value)
        elif name in wanted:
            del wanted[name]
            delattr(point, name)
    view = pm.layout(point)
    assert told(view) == {name: id(value) for name, value in wanted.items()}
    fields = named_fields(view)
    if "values" in {block.id for block in view.blocks}:
        order = [fields[f"order[{at}]"].value for at in range(len(wanted))]
        assert [NAMES[index] for index in order] == list(wanted)
    for block in blocks_in(view):
        assert_covers(block)


class Plain:
    pass


class Listed(list):
    pass


class Mapped(dict):
    pass


class Slotted:
    __slots__ = ("__dict__", "__weakref__", "a")


@pytest.mark.parametrize("cls", [Plain, Listed, Mapped, Slotted])
def test_the_dict_and_the_weak_references_are_found(cls):
    made = cls()
    made.name = ["value"]
    kept = weakref.ref(made)
    held = vars(made)
    view = pm.layout(made)
    pointers = {field.value: field for block in view.blocks for field in block.fields if type(field.value) is int}
    assert id(kept) in pointers
    assert pointers[id(kept)].verified
    visits = any(each is held for each in gc.get_referents(made))
    if not visits and not HAS_VALUES:
        pytest.fail("an instance shows the collector its dict")
    if visits:
        assert pointers[id(held)].verified, view
    for block in view.payload["blocks"]:
        assert_covers(block)


def test_looking_makes_no_dict():
    made = Plain()
    made.x = 1
    before = {id(each) for each in gc.get_referents(made)}
    pm.layout(made).payload  # noqa: B018
    assert {id(each) for each in gc.get_referents(made)} == before


@pytest.mark.skipif(not HAS_VALUES, reason="up to 3.10 every instance has a dict")
def test_a_class_attribute_that_computes_is_not_asked():
    ran = []

    class Lazy:
        def __init__(self):
            self.x = 1

    made = Lazy()
    Lazy.x = property(lambda self: ran.append("x"), lambda self, value: None)
    pm.layout(made).payload  # noqa: B018
    assert ran == []
    assert source().layouts.find("_dictvalues", "values") is not None
