"""Importing the package: quiet, light, without side effects."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import pymastery as pm

HELPERS = Path(__file__).resolve().parent.parent


def fresh(code):
    """Run code in a new interpreter that sees only the package; return its output."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(HELPERS)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return done.stdout


def test_import_changes_nothing_and_prints_nothing():
    changed = fresh(
        "import builtins, gc, threading, signal, warnings, json\n"
        "state = lambda: [sorted(vars(builtins)), gc.get_threshold(), gc.isenabled(), threading.active_count(),"
        " sys.gettrace() is None, sys.getprofile() is None, len(sys.meta_path), sys.getrecursionlimit(),"
        " len(warnings.filters), sys.displayhook is sys.__displayhook__, sys.excepthook is sys.__excepthook__]\n"
        "before = state(); import pymastery\n"
        "print([i for i, (a, b) in enumerate(zip(before, state())) if a != b])"
    )
    assert changed == "[]\n"


def test_import_loads_no_notebook_machinery():
    loaded = json.loads(fresh("import pymastery, json; print(json.dumps(sorted(sys.modules)))"))
    assert not {"IPython", "ipykernel", "asyncio", "html.parser", "subprocess", "unittest"} & set(loaded)


@pytest.mark.parametrize("name", pm.__all__)
def test_every_public_name_is_documented(name):
    assert getattr(pm, name).__doc__


def test_entry_points_stay_functions_after_their_modules_are_imported():
    # pymastery.bytecode is a package and a function: the function must win
    assert fresh("import pymastery.bytecode, pymastery as pm; print(callable(pm.bytecode))") == "True\n"
