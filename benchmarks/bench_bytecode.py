"""The disassembly payload of the whole `json` package against a plain loop over `dis.get_instructions`.

    python benchmarks/bench_bytecode.py

Ours makes the facts, converts every column to code points and writes the JSON; the plain loop only
iterates. Both see the same code objects in the same process, in turn; the fastest run of each counts.
"""

from __future__ import annotations

import dis
import json
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python_helpers"))

from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.payload import payload

RUNS = 9
FILES = sorted(Path(json.__file__).parent.glob("*.py"))
PROGRAMS = [(text, compile(text, "<source>", "exec")) for text in (file.read_text("utf-8") for file in FILES)]


def plain_loop() -> int:
    """Iterate over all instructions; return how many there are."""
    count = 0
    pending = [code for _, code in PROGRAMS]
    while pending:
        code = pending.pop()
        for _ in dis.get_instructions(code):
            count += 1
        pending.extend(const for const in code.co_consts if isinstance(const, types.CodeType))
    return count


def ours() -> list[str]:
    """Return the JSON of each module's payload."""
    return [json.dumps(payload(disassemble("module", code, text))) for text, code in PROGRAMS]


def fastest(*calls: Callable[[], object]) -> list[float]:
    """Return the least CPU seconds of each call, run in turn."""
    best = [float("inf")] * len(calls)
    for _ in range(RUNS):
        for index, call in enumerate(calls):
            start = time.process_time()
            call()
            best[index] = min(best[index], time.process_time() - start)
    return best


def main() -> None:
    instructions = plain_loop()
    documents = ours()
    source = sum(len(json.dumps(text.split("\n"))) for text, _ in PROGRAMS)
    size = sum(map(len, documents))
    loop, mine = fastest(plain_loop, ours)
    print(f"bytecode: {instructions} instructions of the json package on Python {sys.version.split()[0]}")
    print(f"bytecode: throughput of payload and JSON against a loop over dis, ratio {loop / mine:.2f}")
    print(f"bytecode: {(size - source) / instructions:.1f} bytes of JSON an instruction without the source")
    print(f"bytecode: {size / instructions:.1f} bytes of JSON an instruction with the source")


if __name__ == "__main__":
    main()
