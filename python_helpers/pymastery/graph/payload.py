"""Facts of a memory graph as the JSON-ready dict that graph.v1.schema.json describes."""

from __future__ import annotations

from typing import Any

from ..interpreter import interpreter, unknown_notice
from .inspector import Graph, Object, Root


def payload(graph: Graph) -> dict[str, Any]:
    """Return the payload of a graph."""
    found: dict[str, Any] = {
        "kind": "graph",
        "version": 1,
        "interpreter": interpreter().payload(),
        "roots": [_root(graph.root)],
        "objects": [_object(number, obj) for number, obj in enumerate(graph.objects)],
        "cycles": [[f"o{number}" for number in ring] for ring in graph.cycles],
    }
    notice = unknown_notice()
    if notice:
        found["notice"] = notice
    if graph.found > len(graph.objects):
        found["cut"] = {"shown": len(graph.objects), "total": graph.found}
    if graph.at_least:
        found["at_least"] = True
    return found


def _root(root: Root) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": root.title,
        "kind": root.kind,
        "names": [{"name": name.name, "target": f"o{name.target}"} for name in root.names],
    }
    if root.total > len(root.names):
        found["cut"] = {"shown": len(root.names), "total": root.total}
    if root.hidden:
        found["hidden"] = root.hidden
    return found


def _object(number: int, obj: Object) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"o{number}",
        "type": obj.type,
        "family": obj.family,
        "repr": obj.repr,
        "address": hex(obj.address),
        "size": obj.size,
    }
    if obj.length is not None:
        found["length"] = obj.length
    found |= {"atom": obj.atom, "immutable": obj.immutable, "slots": []}
    for slot in obj.slots:
        one: dict[str, Any] = {"kind": slot.kind, "label": slot.label}
        if slot.target is not None:
            one["target"] = f"o{slot.target}"
        found["slots"].append(one)
    if obj.total > len(obj.slots):
        found["cut"] = {"shown": len(obj.slots), "total": obj.total}
    if obj.hidden:
        found["hidden"] = obj.hidden
    return found
