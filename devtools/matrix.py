"""Runs a Python program once on each interpreter of the matrix: matrix.py PROGRAM [ARGUMENT...].

Two at a time; the output of each stands together. The exit status is 1 when one failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ROOT / ".pythons"


def interpreters() -> dict[str, Path]:
    """Return version → executable of its test environment, oldest first."""
    rows = (PYTHONS / "matrix.tsv").read_text().splitlines()
    versions = [row.split("\t")[0] for row in rows]
    found = {version: PYTHONS / "venv" / version / "bin/python" for version in versions}
    return {version: python for version, python in found.items() if (python.parent.parent / ".ready").exists()}


def run(version: str, python: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [str(python), *(argument.replace("{version}", version) for argument in arguments)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        jobs = {v: pool.submit(run, v, python, arguments) for v, python in interpreters().items()}
        for version, job in jobs.items():
            done = job.result()
            failed |= done.returncode != 0
            print(f"── Python {version}: {'ok' if done.returncode == 0 else f'exit {done.returncode}'}")
            print(done.stdout, end="", flush=True)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
