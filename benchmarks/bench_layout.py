"""How long `pm.layout` takes and how large its payload is, against what reading the same bytes must take.

    python benchmarks/bench_layout.py

The limit is a ctypes.Structure over the same struct: every field of it read once, by name, nothing
explained, proven or guarded. The wire is json.dumps of the payload. Only ratios are comparable
between machines; both sides of each come from one run.
"""

from __future__ import annotations

import ctypes
import json
import sys
import timeit
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_helpers"))

import pymastery as pm

C_TYPES = {1: ctypes.c_uint8, 2: ctypes.c_uint16, 4: ctypes.c_uint32, 8: ctypes.c_uint64}
SUBJECTS = {
    "int": 12345,
    "str": "a str of some length",
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
    return type("Block", (ctypes.Structure,), {"_pack_": 1, "_fields_": members})


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


def main() -> None:
    python = sys.version.split()[0]
    print(f"layout on Python {python}: times as multiples of reading the same fields with ctypes")
    print(f"{'object':<14}{'fields':>7}{'limit us':>10}{'layout':>9}{'json':>7}{'bytes':>9}{'bytes/field':>13}")
    for name, subject in SUBJECTS.items():
        payload = pm.layout(subject).payload
        count = sum(len(block["fields"]) for block in payload["blocks"])
        floor = best(limit(payload["blocks"]))
        ours = best(lambda subject=subject: pm.layout(subject))
        wire = best(lambda payload=payload: json.dumps(payload))
        size = len(json.dumps(payload))
        print(
            f"{name:<14}{count:>7}{floor * 1e6:>10.1f}{ours / floor:>8.1f}x{wire / floor:>6.1f}x"
            f"{size:>9}{size / count:>13.0f}"
        )


if __name__ == "__main__":
    main()
