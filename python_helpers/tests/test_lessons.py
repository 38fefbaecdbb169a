"""The lessons run on this interpreter, and each claim is followed by the cell that shows it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
from lesson_runner import FEATURE, shows

import pymastery
from pymastery.exercises import ids

TESTS = Path(__file__).parent
NOTEBOOKS = TESTS.parent.parent / "notebooks"
LESSONS = sorted(path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
SCHEMAS = Path(pymastery.__file__).parent / "schemas"
ROLES = {"orientation", "question", "task", "claim"}
# what a machine without a C compiler prints in place of the compiler's verdict
WITHOUT_COMPILER = re.compile(r"^C: .*$", re.MULTILINE)


class Answers(NamedTuple):
    """What a lesson asks for, each by the id of its cell.

    `views` are the kinds that it shows; `predictions` the exercise of each and its right letter; `right` the
    sources of other right answers; `wrong` those of wrong ones, where a prediction is one of another letter;
    `hints` what the check of each cell says to them.
    """

    views: set[str]
    predictions: dict[str, tuple[str, str]]
    right: dict[str, str]
    wrong: dict[str, str]
    hints: dict[str, str]


def built(state, exercise, stem):
    return (TESTS / state / exercise / f"{stem}.py").read_text(encoding="utf-8")


def prediction(exercise, letter):
    return f'import pymastery as pm\nprediction = "{letter}"\npm.check("{exercise}", prediction)'


EXECUTION_MODEL = Answers(
    {"bytecode", "layout", "graph", "check"},
    {
        "predict-1-answer": ("first-line", "c"),
        "predict-2-answer": ("folding", "b"),
        "predict-3-answer": ("cell-or-file", "b"),
    },
    {
        "build-answer": built("right", "stage-of", "ladder"),
        "modify-answer": 'def seconds_per_day():\n    return 24 * 60 * 60\n\npm.check("fold-it", seconds_per_day)',
    },
    {
        "predict-1-answer": prediction("first-line", "a"),
        "predict-2-answer": prediction("folding", "a"),
        "predict-3-answer": prediction("cell-or-file", "a"),
        "build-answer": built("wrong", "stage-of", "shared_namespace"),
    },
    {
        "predict-1-answer": "line by line",
        "predict-2-answer": "computes a power",
        "modify-answer": "still computes",
        "predict-3-answer": "statement by statement",
        "build-check": "a namespace of its own",
    },
)
HAS_DICT = sys.version_info < (3, 11)
OBJECT_LAYOUT = Answers(
    {"layout", "graph", "check"},
    {
        "predict-1-answer": ("float-size", "b"),
        "predict-2-answer": ("list-growth", "b"),
        "predict-3-answer": ("attributes", "a" if HAS_DICT else "b"),
    },
    {"build-answer": built("right", "deep-size", "recursive")},
    {
        "predict-1-answer": prediction("float-size", "a"),
        "predict-2-answer": prediction("list-growth", "a"),
        "predict-3-answer": prediction("attributes", "b" if HAS_DICT else "a"),
        "build-answer": built("wrong", "deep-size", "seen_by_value"),
    },
    {
        "predict-1-answer": "8 bytes are the number",
        "predict-2-answer": "move all items each time",
        "predict-3-answer": "came with Python 3.11" if HAS_DICT else "has never had a dict",
        "build-check": "Equal is not the same",
    },
)
ANSWERS = {"01-execution-model": EXECUTION_MODEL, "09-cpython-object-layout": OBJECT_LAYOUT}

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


def read(lesson):
    return json.loads(lesson.read_text(encoding="utf-8"))


def said(cell, key):
    return cell["metadata"].get("pymastery", {}).get(key, [])


def sections(notebook):
    """The cells between one heading and the next."""
    found = [[]]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and re.match(r"#+ ", "".join(cell["source"])):
            found.append([])
        found[-1].append(cell)
    return found


def run(lesson, folder, answers=None):
    """Run a lesson in a process of its own, as a kernel would."""
    pytest.importorskip("IPython", reason="lessons run in IPython")
    command = [sys.executable, str(TESTS / "lesson_runner.py"), str(lesson)]
    if answers:
        file = folder / "answers.json"
        file.write_text(json.dumps(answers), encoding="utf-8")
        command += ["--answers", str(file)]
    env = {**os.environ, "PYTHONPATH": str(TESTS.parent), "IPYTHONDIR": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    return {lesson: run(lesson, tmp_path_factory.mktemp("lesson")) for lesson in LESSONS}


def test_the_answers_to_every_lesson_are_known():
    assert {lesson.stem for lesson in LESSONS} == set(ANSWERS)


@every_lesson
def test_the_file_is_as_it_should_be_kept(lesson):
    notebook = read(lesson)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    names = [cell["id"] for cell in notebook["cells"]]
    assert len(set(names)) == len(names)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
        else:
            assert said(cell, "role") in ROLES, cell["id"]
            assert bool(said(cell, "claims")) == (said(cell, "role") == "claim"), cell["id"]


@every_lesson
def test_each_claim_is_shown_before_the_next_heading(lesson):
    notebook = read(lesson)
    for section in sections(notebook):
        for place, cell in enumerate(section):
            later = {claim for code in section[place:] if code["cell_type"] == "code" for claim in shows(code)}
            assert set(said(cell, "claims")) <= later, cell["id"]
    claimed = [claim for cell in notebook["cells"] for claim in said(cell, "claims")]
    shown = {claim for cell in notebook["cells"] for claim in shows(cell)}
    assert len(set(claimed)) == len(claimed)
    assert shown == set(claimed)


@every_lesson
def test_prose_pastes_no_address_offset_or_version_specific_name(lesson):
    for cell in read(lesson)["cells"]:
        if cell["cell_type"] == "markdown":
            prose = "".join(cell["source"])
            assert not re.search(r"0x[0-9a-f]{4,}|\b(LOAD|STORE|BINARY|CALL|RETURN)_[A-Z]+", prose), cell["id"]


@every_lesson
def test_every_check_in_a_lesson_exists(lesson):
    text = "".join("".join(cell["source"]) for cell in read(lesson)["cells"])
    asked = set(re.findall(r'pm\.check\("([^"]+)"', text))
    assert asked
    assert asked <= set(ids())


@every_lesson
def test_running_all_cells_without_answers_raises_nothing(lesson, ran):
    assert {name: cell["error"] for name, cell in ran[lesson].items() if cell["error"]} == {}


@every_lesson
def test_the_cells_of_the_claims_print_what_is_recorded(lesson, ran):
    recorded = read(TESTS / "lessons" / f"{lesson.stem}.json")
    codes = {cell["id"] for cell in read(lesson)["cells"] if shows(cell)}
    assert set(recorded) == codes
    for name, texts in recorded.items():
        expected = texts.get("all", texts.get(FEATURE))
        seen = ran[lesson][name]["text"]
        if "no C compiler here" in seen:
            seen, expected = (WITHOUT_COMPILER.sub("", text) for text in (seen, expected))
        assert seen == expected, name


@every_lesson
def test_a_cell_that_differs_between_versions_says_so_in_its_section(lesson):
    recorded = read(TESTS / "lessons" / f"{lesson.stem}.json")
    for section in sections(read(lesson)):
        prose = "".join("".join(cell["source"]) for cell in section if cell["cell_type"] == "markdown")
        for cell in section:
            if "all" not in recorded.get(cell["id"], {"all": ""}):
                assert re.search(r"\b3\.1\d\b", prose), cell["id"]


@every_lesson
def test_its_views_agree_with_their_schemas(lesson, ran):
    views = [cell for cell in ran[lesson].values() if cell["payload"]]
    assert {cell["payload"]["kind"] for cell in views} == ANSWERS[lesson.stem].views
    for cell in views:
        kind = cell["payload"]["kind"]
        version = cell["payload"]["version"]
        schema = json.loads((SCHEMAS / f"{kind}.v{version}.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(cell["payload"], schema)
        assert {"text/html", "text/plain"} <= set(cell["mimes"])


@every_lesson
def test_empty_answers_are_met_kindly(lesson, ran):
    for name in (*ANSWERS[lesson.stem].predictions, "build-check"):
        payload = ran[lesson][name]["payload"]
        assert {item["status"] for item in payload["behaviours"]} == {"not-run"}, name
        assert "yet" in payload["hint"], name


@every_lesson
def test_right_answers_pass(lesson, tmp_path):
    known = ANSWERS[lesson.stem]
    predictions = {name: prediction(exercise, letter) for name, (exercise, letter) in known.predictions.items()}
    seen = run(lesson, tmp_path, {**predictions, **known.right})
    for name in known.hints:
        assert seen[name]["payload"]["passed"], name


@every_lesson
def test_wrong_answers_fail_with_the_hint_that_fits(lesson, tmp_path):
    known = ANSWERS[lesson.stem]
    seen = run(lesson, tmp_path, known.wrong)
    for name, hint in known.hints.items():
        payload = seen[name]["payload"]
        assert not payload["passed"], name
        assert hint in payload["hint"], name
