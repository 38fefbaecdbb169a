"""The course says what the roadmap says: line by line, and nothing else."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

import pymastery
from pymastery.course import roadmap

TESTS = Path(__file__).parent
NOTEBOOKS = TESTS.parent.parent / "notebooks"
SCHEMA = Path(pymastery.__file__).parent / "schemas" / "curriculum.v1.schema.json"
LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)|\((https?://[^)]+)\)$")
MARKS = re.compile(r"^[📘🧠📺📄]\s*")
COURSE = roadmap()


def words(text):
    """The line without its Markdown, and its link or None."""
    found = LINK.search(text)
    url = (found[2] or found[3]).replace("http://", "https://") if found else None
    text = LINK.sub(lambda match: match[1] or "", text)
    return MARKS.sub("", re.sub(r"[*`\[\]]", "", text)).strip(), url


def lines_of_roadmap():
    """Everything the roadmap says, as (section, what, text, link) in its order."""
    section = ""
    for line in (TESTS / "roadmap.md").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line == "---":
            continue
        if line.startswith("#"):
            text, _ = words(line.lstrip("#").strip())
            phase = section.split("/")[0]
            section = f"{phase}/{text.rstrip(':')}" if line.startswith("####") else text
            yield section, "heading", text.rstrip(":"), None
        elif line.startswith(">"):
            yield section, "focus", words(line.removeprefix("> Focus:"))[0], None
        else:
            what = "sub-topic" if line.startswith("  - ") else "item"
            yield section, what, *words(line.strip().removeprefix("- "))


def lines_of_course():
    """The same of the course as data."""
    yield COURSE["title"], "heading", COURSE["title"], None
    for phase in COURSE["phases"]:
        title = f"Phase {phase['number']}: {phase['title']}"
        yield title, "heading", title, None
        yield title, "focus", phase["focus"], None
        yield f"{title}/Topics", "heading", "Topics", None
        for topic in phase["topics"]:
            # the roadmap ends a line that has sub-topics with a colon
            colon = ":" if "topics" in topic else ""
            yield f"{title}/Topics", "item", topic["title"] + colon, None
            for inner in topic.get("topics", []):
                yield f"{title}/Topics", "sub-topic", inner["title"], None
        for head, items in (("Resources", "resources"), (phase["exercises_title"], "exercises")):
            section = f"{title}/{head}"
            yield section, "heading", head, None
            for item in phase[items]:
                yield section, "item", item["title"], item.get("url")
    tips = COURSE["tips"]
    yield tips["title"], "heading", tips["title"], None
    for tip in tips["items"]:
        colon = "" if tip["text"].startswith("to ") else ":"
        yield tips["title"], "item", f"{tip['title']}{colon} {tip['text']}", None


def everything():
    """Every part of the course that has an id."""
    pending = [COURSE]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "id" in value:
                yield value
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def topics():
    return {item["id"]: item for item in everything() if "objectives" in item}


def test_every_line_of_the_roadmap_is_in_the_course_and_nothing_else():
    assert list(lines_of_course()) == list(lines_of_roadmap())


def test_the_roadmap_is_read_whole():
    lines = list(lines_of_roadmap())
    bullets = re.findall(r"^\s*- ", (TESTS / "roadmap.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len([line for line in lines if line[1] in ("item", "sub-topic")]) == len(bullets) == 77
    assert len({line[0] for line in lines if line[0].startswith("Phase")}) == 5 * 4


def test_the_course_agrees_with_its_schema():
    jsonschema.validate(COURSE, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_ids_are_unique():
    ids = [item["id"] for item in everything()]
    assert len(ids) > 80
    assert sorted(set(ids)) == sorted(ids)


def test_prerequisites_are_topics():
    known = topics()
    for item in everything():
        for needed in item.get("prerequisites", []):
            assert needed in known, (item["id"], needed)


def test_prerequisites_have_no_cycle():
    known = topics()

    def visit(name, path):
        assert name not in path, [*path, name]
        item = known[name]
        inner = [topic["id"] for topic in item.get("topics", [])]
        for needed in item["prerequisites"]:
            assert needed not in inner, name
            visit(needed, [*path, name])

    for name in known:
        visit(name, [])


def test_every_topic_says_what_one_will_be_able_to_do():
    for topic in topics().values():
        assert 1 <= len(topic["objectives"]) <= 3, topic["id"]
        assert all(text.endswith(".") and len(text.split()) <= 20 for text in topic["objectives"]), topic["id"]


def test_a_topic_takes_as_long_as_its_parts():
    for topic in topics().values():
        inner = topic.get("topics", [])
        assert not inner or topic["minutes"] == sum(item["minutes"] for item in inner), topic["id"]


def test_notebooks_that_are_named_exist_and_no_other():
    named = {item["notebook"] for item in everything() if "notebook" in item}
    there = {path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb")}
    assert {path for path in there if "checkpoint" not in path} == named


@pytest.mark.parametrize("name", ["video-memory-management", "video-descriptors", "video-execution-model"])
def test_doubtful_links_carry_a_word(name):
    item = next(item for item in everything() if item["id"] == name)
    assert item["note"]


def test_each_call_gives_a_course_of_its_own():
    roadmap()["phases"].clear()
    assert roadmap() == COURSE
