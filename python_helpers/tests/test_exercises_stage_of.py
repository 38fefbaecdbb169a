"""Every right answer passes; every wrong one fails where it should and gets its own hint."""

import ast
import runpy
from pathlib import Path
from random import Random

import pytest

import pymastery as pm
from pymastery.checks import judge
from pymastery.checks.guard import Guard
from pymastery.exercises import load, programs

TESTS = Path(__file__).parent
RIGHT = sorted((TESTS / "right" / "stage-of").glob("*.py"))
WRONG = sorted((TESTS / "wrong" / "stage-of").glob("*.py"))
GROUPS = {
    "PARSE": "parse",
    "COMPILE": "compile",
    "RUN": "run",
    "RAISES_SYNTAX_ERROR": "run",
    "ENDS": "run",
    "FINE": "fine",
    "NEEDS_ONE_NAMESPACE": "fine",
}


def answer(file):
    return runpy.run_path(str(file), run_name="answer")["stage_of"]


def promise(file):
    behaviour, hint = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))).split(": ", 1)
    return behaviour, hint


def test_there_are_enough_answers():
    assert len(RIGHT) >= 3
    assert len(WRONG) >= 10


@pytest.mark.parametrize("file", RIGHT, ids=lambda file: file.stem)
def test_right_answers_pass(file):
    result = pm.check("stage-of", answer(file))
    assert result.passed, result


@pytest.mark.parametrize("file", WRONG, ids=lambda file: file.stem)
def test_wrong_answers_fail_with_their_hint(file):
    behaviour, hint = promise(file)
    report = judge(load("stage-of"), answer(file), seconds=0.5)
    failed = [result for result in report.results if result.status == "failed"]
    assert failed
    assert failed[0].behaviour.id == behaviour, failed[0]
    assert hint in report.hint


@pytest.mark.parametrize(("group", "stage"), GROUPS.items())
def test_every_template_meets_its_stage(group, stage):
    random = Random(7)
    for template in getattr(programs, group):
        source = programs.fill(template, random)
        with Guard().quiet():
            assert programs.fate(source) == stage, source


def test_harmless_lines_are_harmless():
    random = Random(7)
    for template in programs._HARMLESS:
        assert programs.fate(programs.fill(template, random)) == "fine", template


def test_failures_are_made_small():
    result = pm.check("stage-of", answer(TESTS / "wrong" / "stage-of" / "one_try.py"))
    failed = next(item for item in result.behaviours if item["status"] == "failed")
    assert failed["example"].count("\n") == 0
    assert (failed["expected"], failed["got"]) == ("'compile'", "'parse'")


def test_the_witness_file_is_not_shown():
    wrong = answer(TESTS / "wrong" / "stage-of" / "runs_twice.py")
    failed = next(item for item in pm.check("stage-of", wrong).behaviours if item["status"] == "failed")
    assert failed["example"].startswith("with open('ran.txt', 'a')")
    assert failed["got"] == "its first line ran twice"


def test_nothing_written_yet_is_not_a_failure():
    def stage_of(source):
        raise NotImplementedError("not written yet")

    result = pm.check("stage-of", stage_of)
    assert {item["status"] for item in result.behaviours} == {"not-run"}
    assert "write your answer" in result.payload["hint"]


@pytest.mark.parametrize(
    ("value", "words"), [(None, "without parentheses"), ("fine", "not a function"), (3, "not a function")]
)
def test_an_answer_of_the_wrong_kind(value, words):
    assert words in pm.check("stage-of", value).payload["hint"]
