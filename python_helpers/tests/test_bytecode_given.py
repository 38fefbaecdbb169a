"""What may be given to compare with as a file, and what a str that names another file is told."""

import re
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

import pymastery as pm
from pymastery.bytecode.comparison.other import compared
from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.subject import resolve


def f(a):
    return a + 1


HERE = disassemble(resolve(f))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(other):
    with pytest.raises(ValueError) as caught:
        compared(HERE, other)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_recording_may_be_given_as_a_str_or_a_path(folder):
    path = pm.bytecode(f).save(folder / "f.json")
    paths = (path, PurePosixPath(path), PurePosixPath("f.json"), PureWindowsPath("f.json"), Path("f.json"))
    for other in (*paths, str(path), "f.json", "./f.json"):
        comparison = compared(HERE, other)
        assert comparison.count("same") == HERE.total
        assert comparison.right.recorded is not None


@pytest.mark.parametrize("name", ["F.JSON", "f.Json", "a b.json"])
def test_an_ending_in_any_case_is_that_of_a_recording(folder, name):
    pm.bytecode(f).save(folder / "f.json").rename(folder / name)
    assert compared(HERE, name).right.recorded is not None
    assert compared(HERE, folder / name).right.recorded is not None


def test_a_recording_without_an_ending_is_read_where_a_path_is_given(folder):
    pm.bytecode(f).save(folder / "f.json").rename(folder / "rec")
    assert compared(HERE, folder / "rec").right.recorded is not None
    assert compared(HERE, PurePosixPath("rec")).right.recorded is not None
    sentence = refused("rec")
    assert sentence.startswith("rec is the name of a file")
    assert "give it as a path, Path('rec')" in sentence
    assert compared(HERE, "rec\n").right.subject == "source text"


WORDS = {
    "f.txt": 'view.save("f.json")',
    "F.TXT": 'view.save("f.json")',
    "f.html": 'view.save("f.json")',
    "my page.htm": 'view.save("f.json")',
    "f.json.gz": "unpack it first",
    "f.zip": "unpack it first",
    "f.py": "read_text",
    "a/f.py": "read_text",
    "f.ipynb": "one of its functions",
}


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("exists", [False, True])
def test_a_name_of_another_file_is_no_source_text(folder, name, exists):
    if exists:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("1 = 1", encoding="utf-8")
    sentence = refused(name)
    assert sentence.startswith(f"{name} {'is' if exists else 'looks like'} the name of a file that is no recording: ")
    assert WORDS[name] in sentence
    assert sentence.endswith("where it is source text, put a line end after it")


def test_a_name_with_what_no_name_has_is_a_name_where_there_is_such_a_file(folder):
    (folder / "a=(1).txt").write_text("", encoding="utf-8")
    assert refused("a=(1).txt").startswith("a=(1).txt is the name of a file")


@pytest.mark.parametrize(
    "text",
    [
        "a = page.html",
        "a = page.json",
        "f(a).txt",
        "a\nf.txt",
        "f.txt\n",
        "rec",
        "print(1)",
        "",
        "a = 1 # f.jsonx",
        "a" * 5_000,
    ],
)
def test_other_source_text_is_source_text(text):
    assert compared(HERE, text).right.subject == "source text"


def test_a_name_that_no_file_can_have():
    for name in ("a\0.json", "x" * 5_000 + ".json"):
        assert "cannot be compared with" in refused(name)
    for name in ("a\0.txt", "x" * 5_000 + ".txt"):
        assert re.search("looks like the name of a file that is no recording", refused(name))


def test_a_folder_of_that_name_is_no_file(folder):
    (folder / "rec").mkdir()
    assert compared(HERE, "rec").right.subject == "source text"
