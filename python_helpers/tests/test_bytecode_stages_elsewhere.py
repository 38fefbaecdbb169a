"""An interpreter that lacks what only CPython has, such as PyPy: views are there, and notices say what is not."""

import os
import subprocess
import sys
from pathlib import Path

import pymastery

PROGRAM = """
import sys
import dis, inspect  # the library's own modules may need what is taken away below

for name in ("_symtable", "_opcode", "_testinternalcapi"):
    sys.modules[name] = None
import pymastery as pm

assert pm.bytecode("x=1").instructions
view = pm.stages("x=1")
facts = view.stages
assert facts.tokens and facts.nodes and view.instructions and not facts.refusals
assert facts.scopes == () and facts.generated is None
assert "scopes" not in facts.totals
assert view.payload["stages"]["scopes"] == []
assert pm.stages("return 1").stages.refused == "code"
print(*facts.notices, sep="\\n")
"""


def test_views_without_the_modules_of_cpython_alone():
    environment = {**os.environ, "PYTHONPATH": str(Path(pymastery.__file__).parents[1])}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Scopes and their names cannot be read here: " in done.stdout
    assert "has no _testinternalcapi.compiler_codegen" in done.stdout
