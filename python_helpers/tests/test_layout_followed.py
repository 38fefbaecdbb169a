"""The objects that pointers lead to are sent along: each as its own layout shows it, within a budget."""

import json

import pytest
from layout_subjects import COUNT, SUBJECTS, VALIDATOR, assert_covers, named

import pymastery as pm
from pymastery.layout.followed import FIELDS, OBJECTS


def others(obj):
    return {each["object"]["address"]: each for each in pm.layout(obj).payload.get("others", [])}


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_what_can_be_followed_is_drawable_and_bounded(subject):
    made = pm.layout(subject).payload
    VALIDATOR.validate(made)
    sent = made.get("others", [])
    assert len(sent) <= OBJECTS
    assert sum(len(block["fields"]) for each in sent for block in each["blocks"]) <= FIELDS
    addresses = [each["object"]["address"] for each in sent]
    assert len(set(addresses)) == len(addresses)
    assert made["object"]["address"] not in addresses
    for each in sent:
        for block in each["blocks"]:
            assert_covers(block)


def test_items_their_type_and_items_of_items_can_be_followed():
    inner = ["inner", 7.5]
    outer = [inner, 3.25]
    found = others(outer)
    for each in (inner, inner[0], inner[1], outer[1], list):
        assert hex(id(each)) in found


def test_what_is_followed_is_what_its_own_layout_shows():
    value = [1.5, "text", ["x"]]
    for each in value:
        sent = others(value)[hex(id(each))]
        own = pm.layout(each).payload
        # the count says who holds it at that moment, and differs by the views that do
        assert _without_counts(sent["blocks"]) == _without_counts(own["blocks"])
        assert sent["object"] == own["object"]


def _without_counts(blocks):
    return [
        [{**field, "value": "", "meaning": ""} if field["role"] == "refcount" else field for field in block["fields"]]
        for block in blocks
    ]


def test_the_count_of_what_is_followed_leaves_out_our_own():
    value = [["x"]]
    sent = others(value)[hex(id(value[0]))]
    field = next(each for each in sent["blocks"][0]["fields"] if each["name"] == COUNT)
    assert field["meaning"].startswith("strong references")
    assert field["meaning"].endswith(": 1 by this call, 1 elsewhere")
    assert int(field["value"]) == 2
    assert field["proof"]["status"] == "verified"


def test_a_cycle_ends():
    loop = []
    loop.append(loop)
    other = [loop]
    loop.append(other)
    made = pm.layout(loop).payload
    assert made["others"][0]["object"]["address"] == hex(id(other))
    json.dumps(made)


def test_many_items_are_not_all_followed():
    made = pm.layout([float(number) for number in range(1000)]).payload
    assert 0 < len(made["others"]) <= OBJECTS
