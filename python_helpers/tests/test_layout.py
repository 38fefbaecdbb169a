"""What `pm.layout` shows of every subject: a valid payload, every bit once, the same in each form."""

import gc
import json
import sys

import pytest
from layout_subjects import (
    SUBJECTS,
    VALIDATOR,
    assert_covers,
    named,
)

import pymastery as pm
from pymastery.layout.payload import facts_of, payload


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_payload_is_valid_and_every_bit_belongs_to_one_field(subject):
    view = pm.layout(subject)
    VALIDATOR.validate(view.payload)
    assert "notice" not in view.payload
    for block in view.payload["blocks"]:
        assert_covers(block)
        assert len(block["bytes"]) // 2 == min(block["size"], 1024)
        assert ("cut" in block) == (block["size"] > 1024)
    wrong = [f for b in view.payload["blocks"] for f in b["fields"] if "does not hold" in f["proof"]["how"]]
    assert wrong == []


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_looking_twice_shows_the_same_and_changes_nothing(subject):
    count = sys.getrefcount(subject)
    gc.disable()  # a collection moves the object to another list
    try:
        first, second = pm.layout(subject).payload, pm.layout(subject).payload
    finally:
        gc.enable()
    if count < 50:  # the payload itself refers to what everybody uses, such as 0 and ""
        assert sys.getrefcount(subject) == count
        assert json.dumps(first["blocks"]) == json.dumps(second["blocks"])
        assert first["ledger"]["count"] == second["ledger"]["count"]


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_facts_come_back_from_the_payload(subject):
    made = pm.layout(subject).payload
    assert payload(facts_of(made)) == made


def test_public_facts_are_the_interpreters():
    numbers = [1, 2]
    said = pm.layout(numbers).payload["object"]
    assert said == {
        "type": "list",
        "family": "sequence",
        "repr": "[1, 2]",
        "address": hex(id(numbers)),
        "getsizeof": sys.getsizeof(numbers),
    }


def test_text_and_html_have_every_field_and_say_the_proof_in_words():
    view = pm.layout({"a": 1, "b": [2]})
    text, html = str(view), view._repr_mimebundle_()["text/html"]
    for block in view.payload["blocks"]:
        for field in block["fields"]:
            assert field["name"] in text
            assert f"<code>{field['name']}</code>" in html
    assert "verified" in html
    assert "<script" not in html
    assert html.count("<table>") == len(view.payload["blocks"]) + 1  # and that of sizes


def test_script_in_the_object_is_text_in_the_html():
    html = pm.layout("<script>alert(1)</script>" * 3)._repr_mimebundle_()["text/html"]
    assert "<script" not in html
