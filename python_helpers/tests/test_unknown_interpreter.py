"""On an interpreter that nobody has tried: one sentence, and what is still certain."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bytecode_payload import VALIDATOR, decode

from pymastery.interpreter import Interpreter

HELPERS = Path(__file__).resolve().parent.parent

PYPY = """
import types
sys.implementation = types.SimpleNamespace(**{**vars(sys.implementation), "name": "pypy"})
del sys.getrefcount  # PyPy counts no references
"""
NEXT = """
import collections, platform
Version = collections.namedtuple("Version", "major minor micro releaselevel serial")
sys.version_info = Version(3, 16, 0, "alpha", 1)
platform.python_version = lambda: "3.16.0a1"
"""
SHOW = """
import json
import pymastery as pm
from pymastery.doctor import doctor
def function(a):
    own = [a]
    return pm.graph()
views = [pm.bytecode(function), pm.layout([1]), pm.layout(function), function(1), pm.graph(function, a=[1]),
         pm.check("stage-of", function)]
bundles = [view._repr_mimebundle_() for view in views]
status = doctor()
print(json.dumps([status, bundles]))
"""


LIST = """
import dis, json
import pymastery as pm
text = "def f(a):\\n try:\\n  return [x for x in a]\\n except KeyError:\\n  pass\\nclass A:\\n async def g(x): await f"
views = [pm.bytecode(subject) for subject in (text, json.decoder, json.JSONDecoder)]
asked = [[len(view.instructions), len(view.blocks), len(view.exception_entries), str(view)] for view in views]
codes = [listing.code for view in views for listing in view.codes]
theirs = [[(each.opname, each.arg) for each in dis.get_instructions(code)] for code in codes]
print(json.dumps([[view.payload for view in views], theirs]))
"""
every_unknown = pytest.mark.parametrize(
    ("become", "name"), [(PYPY, "PyPy"), (NEXT, "CPython 3.16.0a1")], ids=["pypy", "3.16"]
)


def printed(become, code):
    """The lines that a program prints on an interpreter that says it is another one."""
    code = f"import sys; sys.path.insert(0, {str(HELPERS)!r})\n{become}{code}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@every_unknown
def test_every_kind_says_so_and_shows_what_is_certain(become, name):
    *doctor, last = printed(become, SHOW)
    status, bundles = json.loads(last)
    for bundle in bundles[:5]:
        payload = next(form for mime, form in bundle.items() if mime.endswith("+json"))
        assert f"this is {name}" in str(payload.get("notice", payload.get("notices")))
        assert f"this is {name}" in bundle["text/plain"]
        assert f"this is {name}" in bundle["text/html"]
    assert status == 1
    for kind in ("bytecode", "layout", "graph"):
        (line,) = [line for line in doctor if line.startswith(kind)]
        assert "works in part" in line
    layout = bundles[1]["application/vnd.pymastery.layout.v1+json"]
    assert layout["object"]["repr"] == "[1]"
    assert layout["blocks"] == []


@every_unknown
def test_instructions_are_those_that_dis_reads_there(become, name):
    payloads, theirs = json.loads(printed(become, LIST)[-1])
    listed = []
    for payload in payloads:
        VALIDATOR.validate(payload)
        assert any(f"this is {name}" in notice for notice in payload["notices"])
        codes = decode(payload)
        assert any(code.exceptions for code in codes)
        listed += [[[row.name, row.arg] for row in code.rows] for code in codes]
    assert listed == theirs


@pytest.mark.parametrize(
    ("pointer_size", "free_threaded", "name"),
    [
        (8, False, "CPython 3.14.0"),
        (4, False, "CPython 3.14.0, 32-bit"),
        (8, True, "CPython 3.14.0, free-threaded"),
    ],
)
def test_the_name_says_what_is_unusual_of_a_build(pointer_size, free_threaded, name):
    assert Interpreter("3.14.0", "cpython", pointer_size, free_threaded, "").name == name
