"""Predictions: the truth is computed, and each wrong idea gets its own refutation."""

import sys

import pytest

import pymastery as pm
from pymastery.exercises import ids, load

RIGHT = {
    "first-line": "c",
    "folding": "b",
    "cell-or-file": "b",
    "float-size": "b",
    "list-growth": "b",
    "attributes": "b" if sys.version_info >= (3, 11) else "a",
}


@pytest.mark.parametrize(("name", "letter"), RIGHT.items())
def test_the_right_prediction_passes(name, letter):
    assert pm.check(name, f" {letter.upper()} ").passed


@pytest.mark.parametrize("name", RIGHT)
def test_every_wrong_choice_has_its_refutation(name):
    hints = load(name).hints
    for letter in set("abcd") - {RIGHT[name]}:
        result = pm.check(name, letter)
        assert not result.passed
        if letter in hints:
            assert result.payload["hint"] == hints[letter]
        else:
            assert "Write one of" in result.payload["hint"]


@pytest.mark.parametrize("empty", ["", None, ...])
def test_no_prediction_is_not_a_failure(empty):
    result = pm.check("folding", empty)
    assert result.behaviours[0]["status"] == "not-run"
    assert "No prediction yet" in result.payload["hint"]


def test_every_id_loads():
    for name in ids():
        assert load(name).id == name
