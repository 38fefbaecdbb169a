"""How long `pm.graph` takes for a thousand objects, against memory_graph and against the bare walk.

    pip install memory_graph; python benchmarks/bench_graph.py

The peer makes its dot text of the same objects, without Graphviz's layout; its own cuts are off, as
are ours. It writes small values into their holder's node, so of plain records it makes fewer nodes.
The limit is `gc.get_referents` object by object, with no label, name or size. All are called in
turn and the best of each is taken; only ratios are comparable between machines.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python_helpers"))

from pymastery.graph.inspector import Budget, inspect
from pymastery.graph.names import given
from pymastery.graph.payload import payload

ROUNDS = 7
ALL = Budget(objects=10**6, atoms=10**6, slots=10**6)


class Node:
    """A node of a tree."""

    def __init__(self, value: float) -> None:
        self.value = value
        self.left = None
        self.right = None


def tree(count: int) -> Node:
    """Return a balanced tree of instances, one float in each: `count` objects."""
    nodes = [Node(number + 0.5) for number in range(count // 2)]
    for number, node in enumerate(nodes[1:], 1):
        setattr(nodes[(number - 1) // 2], "left" if number % 2 else "right", node)
    return nodes[0]


def records(count: int) -> list[dict[str, Any]]:
    """Return rows as json.loads gives them, five objects each: about `count` objects."""
    return [
        {"id": 10**6 + number, "name": f"item-{number}", "price": number * 1.5, "tags": [number % 7, None]}
        for number in range(count // 5)
    ]


def ours(root: object) -> str:
    """Return the whole payload as JSON, as it is sent."""
    return json.dumps(payload(inspect(given((root,), {}), (), ALL)))


def bare(root: object) -> int:
    """Return how many objects the collector reaches from `root`, classes and modules left aside."""
    known, pending = {id(root)}, [root]
    while pending:
        for target in gc.get_referents(pending.pop()):
            if id(target) not in known and type(target) is not type:
                known.add(id(target))
                pending.append(target)
    return len(known)


def peer() -> Callable[[object], str] | None:
    """Return memory_graph's making of dot text with nothing cut, or None where it is not installed."""
    try:
        import memory_graph
    except ImportError:
        return None
    memory_graph.config.max_graph_depth = memory_graph.config.max_missing_edges = 10**9
    # its slicers show the first, middle and last children only; a Slicer without arguments shows all
    memory_graph.config.type_to_slicer.clear()
    memory_graph.config_helpers.get_node_slicer.__defaults__[0].__init__()
    return lambda root: memory_graph.create_graph(root).source


def best(calls: dict[str, Callable[[object], object]], root: object) -> dict[str, float]:
    """Return seconds of each call: the best of ROUNDS, taken in turn."""
    found = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, call in calls.items():
            start = time.process_time()
            call(root)
            found[name] = min(found[name], time.process_time() - start)
    return found


def main() -> None:
    memory_graph = peer()
    calls: dict[str, Callable[[object], object]] = {"graph": ours, "bare": bare}
    if memory_graph is None:
        print("memory_graph is not installed here: `pip install memory_graph` to compare with it")
    else:
        calls["memory_graph"] = memory_graph
    print(f"graph on Python {sys.version.split()[0]}: µs of CPU an object")
    print(f"{'heap':<12}{'objects':>8}{'bare':>8}{'graph':>8}{'memory_graph':>14}{'ours/bare':>11}{'peer/ours':>11}")
    for name, root in {"tree": tree(1000), "records": records(1000)}.items():
        count, times = bare(root), best(calls, root)
        each = {key: value / count * 1e6 for key, value in times.items()}
        theirs = each.get("memory_graph")
        print(
            f"{name:<12}{count:>8}{each['bare']:>8.2f}{each['graph']:>8.1f}"
            f"{theirs or float('nan'):>14.1f}{each['graph'] / each['bare']:>10.1f}x"
            f"{(theirs or float('nan')) / each['graph']:>10.1f}x"
        )


if __name__ == "__main__":
    main()
