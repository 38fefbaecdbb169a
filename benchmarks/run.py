"""Runs every benchmark of this folder: each prints ratios from one run, ours against a peer or the limit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    failed = 0
    for program in sorted([*FOLDER.glob("bench_*.py"), *FOLDER.glob("bench_*.mjs")]):
        if names and not any(name in program.name for name in names):
            continue
        runner = sys.executable if program.suffix == ".py" else "node"
        print(f"── {program.name}", flush=True)
        failed |= subprocess.run([runner, str(program)], cwd=FOLDER.parent, check=False).returncode
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
