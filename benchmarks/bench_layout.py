"""How long `pm.layout` takes and how large its payload is, against what reading the same bytes must take.

    python benchmarks/bench_layout.py

The limit is a ctypes.Structure over the same struct: every field of it read once, by name, nothing
explained, proven or guarded. The wire is json.dumps of the payload. Only ratios are comparable
between machines; both sides of each come from one run. The goals are in seconds, of this machine: a
small object's layout, a thousand of different ones, and the first layout of a fresh process, which
imports the decoders and tests the structs (the median of several processes).
"""

from __future__ import annotations

import ctypes
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_helpers"))

import pymastery as pm

PACKAGE = sys.path[0]
C_TYPES = {1: ctypes.c_uint8, 2: ctypes.c_uint16, 4: ctypes.c_uint32, 8: ctypes.c_uint64}
SMALL, THOUSAND, FIRST = 300e-6, 0.3, 50e-3
"""The goals, in seconds."""
PROCESSES = 9


class Point:
    """A small object of a class of one's own."""

    def __init__(self, number: int) -> None:
        self.x = number
        self.y = None


MAKE: dict[str, Callable[[int], object]] = {
    "int": lambda number: 10**6 + number,
    "float": lambda number: number + 0.5,
    "str": lambda number: f"a str of number {number:05}",
    "tuple": lambda number: (number, number, number),
    "list": lambda number: [number, None, number],
    "dict": lambda number: {"a": number, "b": None},
    "instance": Point,
    "function": lambda _: lambda: None,
}
"""How a small object of each kind is made, another one of each number."""

LARGER = {
    "list of 100": list(range(100)),
    "dict of 100": {f"key{n}": n for n in range(100)},
}


def structure(block: dict) -> type[ctypes.Structure] | None:
    """Return a Structure with the same fields, in whole bytes, that a block shows."""
    members, at = [], block["start"]
    for number, field in enumerate(block["fields"]):
        if field["offset"] < at:
            continue
        size = field["size"]
        members.append((f"f{number}", C_TYPES.get(size, ctypes.c_uint8 * size)))
        at = field["offset"] + size
    return type("Block", (ctypes.Structure,), {"_pack_": 1, "_layout_": "ms", "_fields_": members})


def limit(blocks: list[dict]) -> Callable[[], int]:
    """Return what reads every field of the same blocks through ctypes."""
    made = [(structure(block), int(block["address"], 16) + block["start"]) for block in blocks]
    names = [[name for name, _ in struct._fields_] for struct, _ in made]

    def read_all() -> int:
        count = 0
        for (struct, address), fields in zip(made, names, strict=True):
            here = struct.from_address(address)
            for name in fields:
                getattr(here, name)
                count += 1
        return count

    return read_all


def best(call: Callable[[], object]) -> float:
    """Return seconds of one call: the best of five runs of at least a few milliseconds."""
    timer = timeit.Timer(call)
    count = max(1, int(0.02 / max(timer.timeit(1), 1e-7)))
    return min(timer.repeat(5, count)) / count


def said(seconds: float, goal: float) -> str:
    """Return whether a goal is met."""
    return "met" if seconds <= goal else "not met"


def first_layout() -> float:
    """Return seconds of the first layout in a fresh process that has imported the package: the median of several.

    The modules are compiled before, as pip compiles those of a package that it installs.
    """
    program = (
        f"import sys, time; sys.path.insert(0, {PACKAGE!r}); import pymastery as pm; start = time.perf_counter(); "
        "pm.layout(1); print(time.perf_counter() - start)"
    )
    with tempfile.TemporaryDirectory() as compiled:
        places = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        runs = [
            float(subprocess.run([sys.executable, "-c", program], env=places, capture_output=True, check=True).stdout)
            for _ in range(1 + PROCESSES)
        ]
    return statistics.median(runs[1:])


def thousand() -> float:
    """Return seconds of the layouts of a thousand different small objects."""
    objects = [make(number) for number in range(1000 // len(MAKE)) for make in MAKE.values()]
    start = time.perf_counter()
    for each in objects:
        pm.layout(each)
    return time.perf_counter() - start


def main() -> None:
    python = sys.version.split()[0]
    print(f"layout on Python {python}: times as multiples of reading the same fields with ctypes")
    print(
        f"{'object':<14}{'fields':>7}{'limit us':>10}{'layout us':>11}{'layout':>9}{'json':>7}{'bytes':>9}"
        f"{'bytes/field':>13}  <= {SMALL * 1e6:.0f} us"
    )
    for name, subject in {**{kind: make(1) for kind, make in MAKE.items()}, **LARGER}.items():
        payload = pm.layout(subject).payload
        count = sum(len(block["fields"]) for block in payload["blocks"])
        floor = best(limit(payload["blocks"]))
        ours = best(lambda subject=subject: pm.layout(subject))
        wire = best(lambda payload=payload: json.dumps(payload))
        size = len(json.dumps(payload))
        print(
            f"{name:<14}{count:>7}{floor * 1e6:>10.1f}{ours * 1e6:>11.1f}{ours / floor:>8.1f}x{wire / floor:>6.1f}x"
            f"{size:>9}{size / count:>13.0f}  {said(ours, SMALL) if name in MAKE else ''}"
        )
    seconds = min(thousand() for _ in range(3))
    print(f"1000 different small objects: {seconds:.3f} s, <= {THOUSAND} s: {said(seconds, THOUSAND)}")
    seconds = first_layout()
    print(f"first layout of a process: {seconds * 1e3:.1f} ms, <= {FIRST * 1e3:.0f} ms: {said(seconds, FIRST)}")


if __name__ == "__main__":
    main()
