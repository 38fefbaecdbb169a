"""Cycles of a graph: its strongly connected components, by Tarjan's algorithm without recursion.

R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972).
"""

from __future__ import annotations

from collections.abc import Sequence


def cycles(targets: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the components that hold a cycle, each in the order of its references where it is a ring.

    Args:
        targets: For each node, the numbers of the nodes that it refers to.

    Returns:
        Components sorted by their smallest node, which also comes first in each.
    """
    found = [sorted(each) for each in _components(targets)]
    rings = [each for each in found if len(each) > 1 or each[0] in targets[each[0]]]
    return sorted(_as_ring(each, targets) for each in rings)


def _components(targets: Sequence[Sequence[int]]) -> list[list[int]]:
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: list[int] = []
    is_open: set[int] = set()
    components: list[list[int]] = []
    for start in range(len(targets)):
        if start in number:
            continue
        path = [(start, iter(targets[start]))]
        while path:
            node, rest = path[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                open_nodes.append(node)
                is_open.add(node)
            for target in rest:
                if target not in number:
                    path.append((target, iter(targets[target])))
                    break
                if target in is_open:
                    low[node] = min(low[node], number[target])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    at = open_nodes.index(node)
                    components.append(open_nodes[at:])
                    is_open.difference_update(open_nodes[at:])
                    del open_nodes[at:]
    return components


def _as_ring(members: list[int], targets: Sequence[Sequence[int]]) -> list[int]:
    """Return the members in the order of their references, where each has exactly one inside."""
    inside = set(members)
    following = {node: {target for target in targets[node] if target in inside} for node in members}
    if any(len(each) != 1 for each in following.values()):
        return members
    ring = [members[0]]
    while len(ring) < len(members):
        ring.append(next(iter(following[ring[-1]])))
    return ring
