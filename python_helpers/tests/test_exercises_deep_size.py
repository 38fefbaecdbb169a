"""Every right answer passes; every wrong one fails where it should and gets its own hint."""

import ast
import gc
import runpy
import sys
from pathlib import Path
from random import Random

import pytest

import pymastery as pm
from pymastery.checks import judge
from pymastery.exercises import containers, deep_size, load

TESTS = Path(__file__).parent
RIGHT = sorted((TESTS / "right" / "deep-size").glob("*.py"))
WRONG = sorted((TESTS / "wrong" / "deep-size").glob("*.py"))
MAKERS = (
    containers.plain,
    containers.flat,
    containers.nested,
    containers.shared,
    containers.equal,
    containers.cycles,
)


def answer(file):
    return runpy.run_path(str(file), run_name="answer")["deep_size"]


def promise(file):
    behaviour, hint = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))).split(": ", 1)
    return behaviour, hint


def values(make):
    return [value for seed in range(5) for value in make(Random(seed))]


def by_collector(start):
    """The bytes of what the garbage collector visits, and of keys, which it need not visit where all are texts."""
    found, level = {}, [start]
    while level:
        found.update((id(obj), sys.getsizeof(obj)) for obj in level)
        keys = [key for obj in level if type(obj) is dict for key in obj]
        level = [obj for obj in gc.get_referents(*level) + keys if id(obj) not in found]
    return sum(found.values())


def test_there_are_enough_answers():
    assert len(RIGHT) >= 3
    assert len(WRONG) >= 10


@pytest.mark.parametrize("file", RIGHT, ids=lambda file: file.stem)
def test_right_answers_pass(file):
    result = pm.check("deep-size", answer(file))
    assert result.passed, result


@pytest.mark.parametrize("file", WRONG, ids=lambda file: file.stem)
def test_wrong_answers_fail_with_their_hint(file):
    behaviour, hint = promise(file)
    report = judge(load("deep-size"), answer(file), seconds=0.5)
    failed = [result for result in report.results if result.status == "failed"]
    assert failed
    assert failed[0].behaviour.id == behaviour, failed[0]
    assert hint in report.hint, (report.hint, failed[0])


def test_every_hint_is_met_by_a_wrong_answer():
    met = {judge(load("deep-size"), answer(file), seconds=0.5).hint for file in WRONG}
    unmet = {key for key, hint in deep_size.HINTS.items() if hint not in met}
    assert unmet == {"no-list"}  # the first value with a list in it is a list: "shallow"


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_what_is_expected_is_what_the_collector_visits(make):
    for value in values(make):
        made = value.make()
        assert sum(map(sys.getsizeof, containers.reached(made))) == by_collector(made), value.source


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_smaller_values_are_shorter_and_can_be_made(make):
    for value in values(make):
        for variant in containers.smaller(value):
            assert len(variant.source) < len(value.source)
            variant.make()


def test_the_values_are_as_the_behaviours_say():
    for value in values(containers.equal):
        made = containers.reached(value.make())
        assert any(left == right and left is not right for left in made for right in made), value.source
    for value in values(containers.cycles):
        assert deep_size._cyclic(value.make()), value.source
    for make in (containers.flat, containers.nested):
        kinds = {type(obj) for value in values(make) for obj in containers.reached(value.make())}
        assert kinds >= set(containers.KINDS)


def test_failures_are_made_small():
    result = pm.check("deep-size", answer(TESTS / "wrong" / "deep-size" / "counts_twice.py"))
    failed = next(item for item in result.behaviours if item["status"] == "failed")
    assert len(failed["example"]) < 60, failed
    assert int(failed["got"]) > int(failed["expected"])


def test_nothing_written_yet_is_not_a_failure():
    def deep_size(x):
        raise NotImplementedError("not written yet")

    result = pm.check("deep-size", deep_size)
    assert {item["status"] for item in result.behaviours} == {"not-run"}
    assert "write your answer" in result.payload["hint"]
