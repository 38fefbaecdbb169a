"""A memory graph as static HTML and as text: an indented tree with back references."""

from __future__ import annotations

from ..interpreter import interpreter, unknown_notice
from ..markup import Markup, details, element, table, text
from .inspector import Graph, Object, Slot

LINES = 400
"""Lines of the tree in the text form, at most."""

_SHOWN_BY_REPR = ("index", "item", "value", "key")


def summary(graph: Graph) -> str:
    """Return one sentence: how many names, objects and cycles."""
    parts = [
        _count(len(graph.root.names), "name"),
        _count(len(graph.objects), "object"),
        _count(len(graph.cycles), "cycle"),
    ]
    return f"Memory graph: {', '.join(parts)}."


def plain(graph: Graph) -> str:
    """Return the graph as text, LINES of tree at most."""
    lines = [summary(graph), f"{graph.root.title}:"]
    lines += _Tree(graph).lines() or ["  (no names)"]
    if graph.root.hidden:
        lines.append(f"  hidden: {_count(graph.root.hidden, 'name')} of IPython, Python or pymastery")
    if graph.root.total > len(graph.root.names):
        lines.append(f"  + {graph.root.total - len(graph.root.names)} more names")
    lines += [f"cycle: {_ring(graph, ring)}" for ring in graph.cycles]
    lines += _cut(graph)
    notice = unknown_notice()
    return "\n".join([*lines, notice] if notice else lines)


def html(graph: Graph) -> Markup:
    """Return the graph as two tables: the names, and the objects with their references."""
    names = [[_code(name.name), _link(graph, name.target)] for name in graph.root.names]
    rows = [
        [
            _code(f"o{number}"),
            _code(obj.type),
            _code(obj.repr),
            text(f"{obj.size:,} bytes" if obj.size else "not asked"),
            _references(graph, obj),
        ]
        for number, obj in enumerate(graph.objects)
        if not obj.atom
    ]
    notes = [f"Cycle: {_ring(graph, ring)}" for ring in graph.cycles] + _cut(graph)
    if graph.root.hidden:
        notes.append(f"Hidden: {_count(graph.root.hidden, 'name')} of IPython, Python or pymastery.")
    notice = unknown_notice()
    return Markup(
        element("p", text(summary(graph)), Markup(" "), text(f"Read on {interpreter().name}."))
        + (element("p", text(notice)) if notice else "")
        + table(f"Names: {graph.root.title}", ["name", "refers to"], names)
        + "".join(element("p", text(note)) for note in notes)
        + details(
            f"Objects with references: {len(rows)}",
            table("Objects", ["id", "type", "value", "size", "references"], rows),
            open_=len(rows) <= 12,
        )
    )


def _references(graph: Graph, obj: Object) -> Markup:
    lines = [
        Markup(f"{_code(_label(slot))} → {_link(graph, slot.target)}")
        if slot.target is not None
        else Markup(f"{_code(_label(slot))} → {text('cut')}")
        for slot in obj.slots
    ]
    if obj.total > len(obj.slots):
        lines.append(text(f"+ {obj.total - len(obj.slots):,} more"))
    if obj.hidden:
        lines.append(text(f"hidden: {obj.hidden}"))
    return Markup("<br>".join(lines)) if lines else text("none")


def _link(graph: Graph, number: int) -> Markup:
    obj = graph.objects[number]
    shown = _code(f"o{number}")
    return Markup(f"{shown} {text(obj.type)} {_code(obj.repr)}") if obj.atom else Markup(f"{shown} {text(obj.type)}")


def _code(value: str) -> Markup:
    return element("code", text(value))


def _label(slot: Slot) -> str:
    return {"index": f"[{slot.label}]", "key": f"key {slot.label}", "item": "item", "referent": "refers to"}.get(
        slot.kind, slot.label
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _ring(graph: Graph, ring: tuple[int, ...]) -> str:
    ids = [f"o{number}" for number in ring]
    closed = all(
        any(slot.target == after for slot in graph.objects[before].slots)
        for before, after in zip(ring, (*ring[1:], ring[0]), strict=True)
    )
    return " → ".join([*ids, ids[0]]) if closed else f"{', '.join(ids)} (each leads to the others)"


def _cut(graph: Graph) -> list[str]:
    more = graph.found - len(graph.objects)
    if not more:
        return []
    return [f"+ {more:,} more objects or more: {len(graph.objects):,} are shown"]


class _Tree:
    """The tree of first visits, depth first, without recursion: a chain may be long."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._seen: set[int] = set()

    def lines(self) -> list[str]:
        lines: list[str] = []
        names = [(1, name.name, name.target) for name in reversed(self._graph.root.names)]
        pending: list[tuple[int, str, int | None]] = list(names)
        while pending:
            if len(lines) == LINES:
                return [*lines, "  … the tree goes on: .payload has all objects shown"]
            depth, label, target = pending.pop()
            first = target is not None and target not in self._seen
            lines.append("  " * min(depth, 40) + f"{label} → {self._words(target, first)}")
            if target is None or not first:
                continue
            self._seen.add(target)
            obj = self._graph.objects[target]
            if obj.total > len(obj.slots):
                lines[-1] += f" (+ {obj.total - len(obj.slots):,} more)"
            inner = [(depth + 1, _label(slot), slot.target) for slot in obj.slots if self._adds(slot, obj)]
            pending.extend(reversed(inner))
        return lines

    def _words(self, target: int | None, first: bool) -> str:
        if target is None:
            return "(cut)"
        obj = self._graph.objects[target]
        if not first and not obj.atom:
            return f"o{target}↑"
        return f"o{target} {obj.type} {obj.repr}"

    def _adds(self, slot: Slot, obj: Object) -> bool:
        """Return whether a line for this slot says more than its holder's repr does."""
        if slot.kind not in _SHOWN_BY_REPR or slot.target is None or obj.repr.startswith("<"):
            return True
        return not self._graph.objects[slot.target].atom
