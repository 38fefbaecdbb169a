"""Exception tables that somebody put together wrongly: what cannot be shown is counted in a sentence."""

import sys
import sysconfig
from pathlib import Path

import pytest

import pymastery as pm

pytestmark = pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 has no exception table")


def f(a):
    try:
        return a.b
    except ValueError:
        return [a]


def entry(start, length, target, depth=0):
    """An entry in units of code, each number below 64."""
    return bytes((0x80 | start, length, target, depth << 1))


def said(table):
    view = pm.bytecode(f.__code__.replace(co_exceptiontable=table))
    return [notice for notice in view.payload.get("notices", []) if "malformed" in notice]


CACHE = next(each.offset // 2 for each in pm.bytecode(f).instructions if each.caches or sys.version_info < (3, 11)) + 1
END = len(f.__code__.co_code) // 2


@pytest.mark.parametrize(
    "wrong",
    [entry(CACHE, 1, 0), entry(0, CACHE, 0), entry(0, 1, CACHE), entry(0, END + 9, 0), entry(0, 1, 63), entry(0, 0, 0)],
    ids=["start in a cache", "end in a cache", "handler in a cache", "end", "handler", "empty"],
)
def test_entries_that_are_left_out_are_counted(wrong):
    good = f.__code__.co_exceptiontable
    assert said(good) == []
    assert [notice.split(" malformed")[0] for notice in said(good + wrong)] == ["1 entry of the exception table is"]
    assert said(good + wrong + wrong)[0].startswith("2 entries of the exception table are malformed")


@pytest.mark.parametrize("name", ["argparse.py", "contextlib.py", "asyncio/tasks.py", "tempfile.py"])
def test_the_compiler_makes_none(name):
    text = (Path(sysconfig.get_path("stdlib")) / name).read_text(encoding="utf-8")
    assert "notices" not in pm.bytecode(text).payload
