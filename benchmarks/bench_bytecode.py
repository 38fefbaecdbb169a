"""Disassembly payloads of the whole standard library against a plain loop over `dis.get_instructions`.

    python benchmarks/bench_bytecode.py

Runs on each interpreter that `make test` has set up, or on this one. Ours makes the facts of a module
(instructions, places, blocks, stack depths, tables) and its payload; then also the JSON of that. The
plain loop only iterates over the same code objects. All are called in turn in one process and the
fastest run of each counts. Source lines are in the payload; bytes are told without them and with them.
"""

from __future__ import annotations

import dis
import gc
import json
import subprocess
import sys
import sysconfig
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_helpers"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "devtools"))

from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.payload import payload
from pymastery.bytecode.shown import Shown
from pymastery.bytecode.subject import Subject, visit

RUNS = 3
LEFT_OUT = {"test", "tests", "idlelib", "lib2to3", "site-packages", "dist-packages"}


def programs() -> Iterator[Subject]:
    """Yield every module of the standard library, compiled."""
    root = Path(sysconfig.get_path("stdlib"))
    for file in sorted(root.rglob("*.py")):
        if LEFT_OUT & set(file.parts):
            continue
        try:
            text = file.read_text("utf-8")
            yield Subject("module", (compile(text, "<source text>", "exec", dont_inherit=True),), text)
        except (OSError, ValueError, SyntaxError):  # a file that is no source of this version
            continue


def plain_loop(codes: list[types.CodeType]) -> int:
    """Iterate over all instructions; return how many there are."""
    return sum(1 for code in codes for _ in dis.get_instructions(code))


def fastest(*calls: Callable[[], object]) -> list[float]:
    """Return the least CPU seconds of each call, run in turn."""
    best = [float("inf")] * len(calls)
    for _ in range(RUNS):
        for index, call in enumerate(calls):
            start = time.process_time()
            call()
            best[index] = min(best[index], time.process_time() - start)
    return best


def measure() -> None:
    """Print the figures of this interpreter."""
    subjects = list(programs())
    codes = [code for subject in subjects for code, _ in visit(subject.codes)]
    gc.collect()
    gc.freeze()  # what is measured with is nothing for the collector to walk

    def made_of(subject: Subject) -> dict[str, object]:
        return payload(Shown("module", disassemble(subject)))

    def ours() -> int:
        return sum(len(made_of(subject)) for subject in subjects)

    def ours_as_json() -> int:
        return sum(len(json.dumps(made_of(subject))) for subject in subjects)

    loop, made, sent = fastest(lambda: plain_loop(codes), ours, ours_as_json)
    count, size = plain_loop(codes), ours_as_json()
    source = sum(len(json.dumps((subject.text or "").split("\n"))) for subject in subjects)
    print(
        f"{sys.version.split()[0]:<9}{len(subjects):>8}{count:>13}{loop / count * 1e6:>10.2f}"
        f"{loop / made:>10.2f}{loop / sent:>12.2f}{(size - source) / count:>8.1f}{size / count:>13.1f}",
        flush=True,
    )


def main() -> int:
    if "--here" in sys.argv[1:]:
        measure()
        return 0
    from matrix import PYTHONS, interpreters

    found = interpreters().values() if (PYTHONS / "matrix.tsv").exists() else [Path(sys.executable)]
    print(
        "bytecode: the standard library; throughput of our payload as a multiple of a bare loop over dis (wanted: 2),"
    )
    print("bytecode: and bytes of JSON an instruction (wanted: 25 at most, without the source)")
    head = ("python", "modules", "instructions", "dis, µs", "payload", "with JSON", "bytes", "with source")
    widths = (9, 8, 13, 10, 10, 12, 8, 13)
    print(
        "".join(f"{word:<{w}}" if w == 9 else f"{word:>{w}}" for word, w in zip(head, widths, strict=True)), flush=True
    )
    return max(subprocess.run([str(python), __file__, "--here"], check=False).returncode for python in found)


if __name__ == "__main__":
    raise SystemExit(main())
