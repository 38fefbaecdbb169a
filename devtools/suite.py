"""Runs every check of the project and adds up what they counted: suite.py [STEP...].

A step is one program. Where its runner counts tests, those count (a JUnit file says how many); any
other step counts as one test. The last line is "N passed, N failed", the totals over all steps.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from matrix import interpreters

ROOT = Path(__file__).resolve().parent.parent
ARTIFACTS = ROOT / "artifacts"
EXPECTED = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")


@dataclass(frozen=True)
class Step:
    """One program to run.

    Attributes:
        name: What `make test STEPS=name` selects.
        command: As in a shell, run in the root of the checkout.
        junit: Name of the JUnit file below artifacts/ that the command writes, or "".
        environment: Variables on top of ours.
    """

    name: str
    command: str
    junit: str = ""
    environment: dict[str, str] = field(default_factory=dict)


def steps() -> list[Step]:
    """Return all steps, cheap ones first."""
    listed = [
        Step("contract", "npm run --silent generate:check"),
        Step("eslint", "npm run --silent lint:ts"),
        Step("stylelint", "npm run --silent lint:css"),
        Step("prettier", "npm run --silent lint:format"),
        Step("types", "npm run --silent types"),
        Step("ruff", "ruff check python_helpers benchmarks devtools"),
        Step("ruff-format", "ruff format --check python_helpers benchmarks devtools"),
        Step("mypy", "mypy"),
        Step("notebooks-stripped", "sh devtools/stripped.sh"),
        Step("jest", "npx jest --ci --reporters=default --reporters=<rootDir>/devtools/junit.mjs", "jest.xml"),
    ]
    for version, python in interpreters().items():
        junit = f"pytest-{version}.xml"
        listed.append(
            Step(
                f"pytest-{version}",
                f"{python} -m pytest -q --junitxml=artifacts/{junit}",
                junit,
                {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"},
            )
        )
    junit = "pytest-pyodide.xml"
    listed.append(Step("pytest-pyodide", f"node devtools/pyodide.mjs -q --junitxml=artifacts/{junit}", junit))
    listed.append(Step("recordings", f"{sys.executable} devtools/matrix.py python_helpers/tests/record.py"))
    listed.append(Step("layouts", f"{sys.executable} devtools/layouts.py --check"))
    listed.append(Step("wheel", "sh devtools/isolated.sh"))
    listed.append(Step("binder", "sh devtools/binder.sh"))
    listed.append(Step("browser", "sh devtools/browser-tests.sh", "playwright.xml"))
    return listed


def counted(step: Step, returncode: int) -> tuple[int, int, int]:
    """Return (passed, failed, skipped); a step that failed without a failing test counts one failure."""
    report = ARTIFACTS / step.junit
    if not step.junit or not report.exists():
        return (int(returncode == 0), int(returncode != 0), 0)
    suites = list(ElementTree.parse(report).iter("testsuite"))  # noqa: S314 - we wrote it
    total, failures, errors, skipped = (
        sum(int(suite.get(key) or 0) for suite in suites) for key in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    if returncode and not failed:
        failed, total = 1, total + 1
    return (total - failed - skipped, failed, skipped)


def run(step: Step) -> tuple[int, int, int]:
    """Run one step, its output to a file below artifacts/ and to the screen where it failed."""
    if step.junit:
        (ARTIFACTS / step.junit).unlink(missing_ok=True)
    log = ARTIFACTS / f"{step.name}.log"
    start = time.monotonic()
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            shlex.split(step.command),
            cwd=ROOT,
            env={**os.environ, "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}", **step.environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    result = counted(step, done.returncode)
    passed, failed, skipped = result
    seconds = time.monotonic() - start
    print(f"{step.name:20} {passed:5} passed {failed:3} failed {skipped:3} skipped {seconds:6.1f} s", flush=True)
    if done.returncode:
        print(log.read_text(encoding="utf-8", errors="replace")[-12_000:], flush=True)
    return result


def main(names: list[str]) -> int:
    ARTIFACTS.mkdir(exist_ok=True)
    chosen = [step for step in steps() if not names or any(step.name.startswith(name) for name in names)]
    missing = [version for version in EXPECTED if version not in interpreters()]
    totals: list[tuple[int, int, int]] = []
    # of two interpreters, neither knows of the other: a machine with two cores tests both at once
    for is_pytest, group in groupby(chosen, lambda step: step.name.startswith("pytest-")):
        with ThreadPoolExecutor(2 if is_pytest else 1) as pool:
            totals += pool.map(run, group)
    passed, failed, skipped = (sum(column) for column in zip(*totals, strict=True)) if totals else (0, 0, 0)
    if missing:
        print(f"Not run, because this machine cannot have them: Python {', '.join(missing)}")
        # on a learner's machine that is fine; where the project is tested, all six are wanted
        failed += len(missing) if os.environ.get("CI") else 0
    if skipped:
        print("Why tests were skipped stands in artifacts/*.log")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return int(failed > 0 or not totals)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
