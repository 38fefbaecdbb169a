"""The kind `check`: payload, twins, ids."""

import json
from pathlib import Path

import jsonschema
import pytest

import pymastery as pm

SCHEMA = json.loads((Path(pm.__file__).parent / "schemas" / "check.v1.schema.json").read_text(encoding="utf-8"))
HOSTILE = "</pre><script>alert(1)</script>"


def noisy(source):
    print(HOSTILE)
    return HOSTILE


@pytest.mark.parametrize(
    ("name", "answer"),
    [("stage-of", noisy), ("stage-of", None), ("first-line", "a"), ("first-line", "c"), ("folding", HOSTILE)],
)
def test_payload_agrees_with_the_schema(name, answer):
    jsonschema.validate(pm.check(name, answer).payload, SCHEMA)


def test_text_of_an_answer_stays_text():
    bundle = pm.check("stage-of", noisy)._repr_mimebundle_()
    assert "<script>" not in bundle["text/html"]
    assert "&lt;script&gt;" in bundle["text/html"]


def test_the_twins_say_the_same():
    result = pm.check("stage-of", noisy)
    bundle = result._repr_mimebundle_()
    failed = next(item for item in result.behaviours if item["status"] == "failed")
    for word in (result.payload["hint"], failed["text"], "1 of 10 behaviours passed", "Printed while it was checked"):
        assert word in bundle["text/plain"]
        assert word.replace("'", "&#x27;") in bundle["text/html"]


@pytest.mark.parametrize(("name", "word"), [("stage_of", "'stage-of'"), ("fold", "'fold-it'"), ("zzz", "There are:")])
def test_an_unknown_id_names_what_there_is(name, word):
    with pytest.raises(LookupError, match=word):
        pm.check(name, None)


def test_the_id_comes_first():
    with pytest.raises(TypeError, match="in quotes"):
        pm.check(noisy, "stage-of")


def test_the_answer_is_never_asked_for_its_repr():
    class Hostile:
        def __repr__(self):
            raise SystemExit

        __str__ = __eq__ = __bool__ = __len__ = __repr__

    result = pm.check("stage-of", lambda source: Hostile())
    assert result.behaviours[0]["got"] == "<Hostile>"
    assert not pm.check("stage-of", Hostile()).passed
    assert not pm.check("folding", Hostile()).passed
