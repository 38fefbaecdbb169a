"""`pm.layout` beside packages that tell of an object's memory too: how fast, and whether the peer is right.

    pip install pympler einspect pyinternals; python benchmarks/bench_layout_peers.py

The questions are those that both sides answer:

- pympler, `asizeof(x, limit=0)`: how many bytes an object has without what it refers to; of a layout, the
  bytes of its blocks. Right is what tracemalloc sees allocated for such an object. It was last released in
  2024, and knows nothing of the values that instances keep apart or inline (its issue 170).
- einspect, `view(x).info()`: the struct's fields with their values. It was last released in 2023, for
  CPython up to 3.12.
- pyinternals, `inspect_obj(x)`: prints the fields of some structs, with the layouts of CPython 3.11. It was
  last released in 2025, and has no tests.

Right are fields that agree with what Python itself says of the object; reference counts are compared where
the peer does not hold the object itself. What asking a peer changes in the object is told too, as
`pm.layout(x).diff` sees it. Each question has a process of its own, as a wrong struct may end it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import json
import signal
import statistics
import subprocess
import sys
import tracemalloc
from array import array
from collections.abc import Callable
from typing import Any

from bench_layout import MAKE, Point, best

import pymastery as pm

BITS = sys.int_info.bits_per_digit
FREE, MEASURED = 3000, 400
"""Objects that empty the free lists, and objects that are measured then."""
SECONDS = 60
"""Of a peer's process, at most."""


def allocated(make: Callable[[int], object]) -> int:
    """Return the bytes that are allocated for one more object: what most of many take."""
    numbers = list(range(1000, 1000 + FREE + MEASURED))
    kept: list[Any] = [make(number) for number in numbers[:FREE]] + [None] * MEASURED
    taken = array("q", bytes(8 * MEASURED))
    gc.disable()
    tracemalloc.start()
    for at in range(MEASURED):
        before = tracemalloc.get_traced_memory()[0]
        kept[FREE + at] = make(numbers[FREE + at])
        taken[at] = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    gc.enable()
    # of an offset, __dict__ is an object of its own
    apart = sys.getsizeof(vars(kept[0])) if type(kept[0]).__dictoffset__ > 0 and type(kept[0]) is Point else 0
    return statistics.mode(taken) - apart


def whole(size: int) -> int:
    """Return a size as allocators give it: whole words."""
    return -(-size // 8) * 8


def digits(number: int) -> list[int]:
    """Return the digits of an int as longintrepr.h has them."""
    rest = abs(number)
    return [rest >> at & (1 << BITS) - 1 for at in range(0, rest.bit_length(), BITS)] or [0]


def room(items: list) -> int:
    """Return how many items a list has memory for."""
    return (items.__sizeof__() - list.__basicsize__) // ctypes.sizeof(ctypes.c_void_p)


def wrong_sizes(kind: str, size: Callable[[object], int]) -> str:
    """Return how the size that is told of an object of a kind differs from what is allocated."""
    right, obj = allocated(MAKE[kind]), MAKE[kind](1001)
    told = size(obj)
    return "" if whole(told) == whole(right) else f"{told} bytes of {right}"


def ask_pympler() -> tuple[Callable[[Any], object], Callable[[str, Any], str]]:
    """Return what asks pympler, and what finds its mistakes."""
    from pympler.asizeof import asizeof

    def size(obj: object) -> int:
        return asizeof(obj, limit=0, code=True, align=1)

    return size, lambda kind, obj: wrong_sizes(kind, size)


def ask_einspect() -> tuple[Callable[[Any], object], Callable[[str, Any], str]]:
    """Return what asks einspect, and what finds its mistakes."""
    from einspect import view

    def wrong(kind: str, obj: Any) -> str:
        seen: Any = view(obj, ref=False)
        struct = type(obj).__basicsize__ + type(obj).__itemsize__ * (len(obj) if kind == "tuple" else 0)
        claims: dict[str, Callable[[], bool]] = {
            "type": lambda: seen.type is type(obj),
            "references": lambda: seen.ref_count == sys.getrefcount(obj) - 1,
            # of a list or dict, the struct alone is an answer too
            "size": lambda: seen.mem_size in (obj.__sizeof__(), struct),
        }
        claims.update(of_kind(kind, obj, seen))
        return ", ".join(name for name, holds in claims.items() if not agrees(holds))

    def of_kind(kind: str, obj: Any, seen: Any) -> dict[str, Callable[[], bool]]:
        kinds: dict[str, dict[str, Callable[[], bool]]] = {
            "int": {"digits": lambda: list(seen.digits) == digits(obj), "value": lambda: seen.value == obj},
            "float": {"value": lambda: seen.value == obj},
            "str": {"length": lambda: seen.length == len(obj), "text": lambda: bytes(seen.buffer).decode() == obj},
            "tuple": {"length": lambda: seen.size == len(obj)},
            "list": {"length": lambda: seen.size == len(obj), "room": lambda: seen.allocated == room(obj)},
            "dict": {
                "length": lambda: seen.used == len(obj),
                "keys": lambda: seen.ma_keys.contents.dk_nentries == len(obj),
            },
        }
        return kinds.get(kind, {})

    return lambda obj: view(obj).info(), wrong


def ask_pyinternals() -> tuple[Callable[[Any], object], Callable[[str, Any], str]]:
    """Return what asks pyinternals, and what finds its mistakes."""
    from pyinternals import inspect_obj

    def printed(obj: object) -> dict[str, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            inspect_obj(obj)
        rows = [line.split("|", 1) for line in out.getvalue().splitlines() if "|" in line]
        told: dict[str, str] = {}
        for name, value in rows:
            told.setdefault(name.strip(), value.strip())
        return told

    def wrong(kind: str, obj: Any) -> str:
        right = {"Type address": hex(id(type(obj)))}
        if kind == "int":
            right.update({f"ob_digit[{at}]": str(digit) for at, digit in enumerate(digits(obj))})
            right["Size"] = str(len(digits(obj)))
        elif kind == "float":
            right["Value"] = str(obj)
        elif kind == "str":
            right.update({"Hash": str(hash(obj)), "Kind": "1 → 1BYTE", "Compact": "True", "Ascii": "True"})
        elif kind == "tuple":
            right.update({"Size": str(len(obj)), "Items": hex(id(obj) + tuple.__basicsize__)})
        elif kind == "list":
            right.update({"Size": str(len(obj)), "Allocated": str(room(obj))})
        elif kind == "dict":
            right["Used"] = str(len(obj))
        told = printed(obj)
        return ", ".join(name for name, value in right.items() if told.get(name) != value)

    return printed, wrong


PEERS = {"pympler": ask_pympler, "einspect": ask_einspect, "pyinternals": ask_pyinternals}


def agrees(holds: Callable[[], bool]) -> bool:
    """Return whether a claim of a peer holds; one that it cannot make does not."""
    try:
        return holds()
    except Exception:
        return False


def child(peer: str, kind: str) -> None:
    """Ask one peer of one object, and print what comes out as JSON."""
    try:
        ask, wrong = PEERS[peer]()
    except Exception as error:
        print(json.dumps({"absent": f"{type(error).__name__}: {error}"}))
        return
    obj = MAKE[kind](1001)
    try:
        changes = {change.name for change in pm.layout(obj).diff(lambda: ask(obj)).changes}
        answer = {"wrong": wrong(kind, MAKE[kind](1002)), "peer": best(lambda: ask(obj)), "changes": sorted(changes)}
    except Exception as error:
        answer = {"wrong": f"{type(error).__name__}: {error}"}
    answer["ours"] = best(lambda: pm.layout(obj))
    if peer == "pympler":
        answer["layout"] = wrong_sizes(kind, lambda each: sum(block.size for block in pm.layout(each).blocks))
    print(json.dumps(answer))


def asked(peer: str, kind: str) -> dict[str, Any]:
    """Return what a child process says, or how it ended."""
    try:
        done = subprocess.run(
            [sys.executable, __file__, peer, kind], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"crashes": f"no answer in {SECONDS} s"}
    if done.returncode:
        return {"crashes": signal.Signals(-done.returncode).name if done.returncode < 0 else done.stderr[-200:]}
    return json.loads(done.stdout.splitlines()[-1])


def row(kind: str, said: dict[str, Any]) -> str:
    """Return one object's line."""
    if "crashes" in said:
        return f"{kind:<10}{'':>30}  crashes: {said['crashes']}"
    times = f"{said['ours'] * 1e6:>10.1f}"
    if "peer" in said:
        times += f"{said['peer'] * 1e6:>10.1f}{said['ours'] / said['peer']:>9.2f}x"
    verdict = f"wrong: {said['wrong']}" if said["wrong"] else "right"
    if "layout" in said:
        verdict += f"; layout {'wrong: ' + said['layout'] if said['layout'] else 'right'}"
    if said.get("changes"):
        verdict += f"; changes {', '.join(said['changes'])}"
    return f"{kind:<10}{times:<30}  {verdict}"


def main() -> None:
    python = sys.version.split()[0]
    for peer in PEERS:
        print(f"layout against {peer} on Python {python}: layout / peer, and whether the peer is right")
        for kind in MAKE:
            said = asked(peer, kind)
            if "absent" in said:
                print(f"{peer} does not import on {python}: {said['absent']}")
                break
            if kind == next(iter(MAKE)):
                print(f"{'object':<10}{'layout us':>10}{'peer us':>10}{'ratio':>10}")
            print(row(kind, said), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(*sys.argv[1:])
    else:
        main()
