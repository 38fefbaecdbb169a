"""The abstract syntax tree of a text, and what the tree's optimiser changes in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from pymastery.bytecode.compiler.facts import LIMIT, Node
from pymastery.bytecode.compiler.text import Lines
from pymastery.describe import bounded, describe

DETAIL_LIMIT = 120
"""Characters of a node's detail."""

VALUE_LIMIT = 60
"""Characters of one field's value in it."""

_INLINED = (ast.operator, ast.unaryop, ast.boolop, ast.cmpop)


def nodes_of(tree: ast.AST, optimised: ast.AST | None, lines: Lines) -> tuple[tuple[Node, ...], int]:
    """Return the nodes of a tree, LIMIT at most, and how many there are.

    Args:
        tree: As parsed.
        optimised: The same tree after its optimiser, None where that cannot be had.
        lines: Those of its source.
    """
    changes = {} if optimised is None else _changes(tree, optimised)
    shown: list[Node] = []
    total = 0
    # no recursion: a tree may be deeper than Python's stack
    pending: list[tuple[ast.AST, str, int, int]] = [(tree, "", -1, 0)]
    while pending:
        node, place, parent, depth = pending.pop()
        total += 1
        if total <= LIMIT:
            name, detail, span = type(node).__name__, _detail(node), lines.span_of(node)
            shown.append(Node(parent, depth, place, name, detail, span, changes.get(id(node), "")))
        inner = [(child, field, total - 1, depth + 1) for field, child in _children(node)]
        pending += reversed(inner)
    return tuple(shown), total


def annotations_are_text(tree: ast.AST) -> bool:
    """Return whether `from __future__ import annotations` keeps the names in annotations out of every scope."""
    body = getattr(tree, "body", None)
    imports = (node for node in body if isinstance(node, ast.ImportFrom)) if type(body) is list else ()
    return any(
        node.module == "__future__" and any(alias.name == "annotations" for alias in node.names) for node in imports
    )


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for field, value in _fields(node):
        if type(value) is list:
            for index, item in enumerate(value):
                if isinstance(item, ast.AST) and not isinstance(item, _INLINED):
                    yield f"{field}[{index}]", item
        elif isinstance(value, ast.AST) and not isinstance(value, _INLINED):
            yield field, value


def _fields(node: ast.AST) -> Iterator[tuple[str, Any]]:
    for field in node._fields:
        value = getattr(node, field, None)
        if not isinstance(value, ast.expr_context):
            yield field, value


def _detail(node: ast.AST) -> str:
    parts: list[str] = []
    for field, value in _fields(node):
        parts += _parts(node, field, value)
    return bounded(", ".join(parts), DETAIL_LIMIT)


def _parts(node: ast.AST, field: str, value: Any) -> Iterator[str]:
    if isinstance(value, _INLINED):
        yield f"{field}={type(value).__name__}"
    elif type(value) is list:
        if value and isinstance(value[0], _INLINED):
            yield f"{field}=[{', '.join(type(item).__name__ for item in value[:DETAIL_LIMIT])}]"
        elif value and not any(isinstance(item, ast.AST) for item in value):
            yield f"{field}={describe(value, VALUE_LIMIT)}"
        else:
            # `**` in a dict display has no key, a keyword-only parameter may have no default
            yield from (f"{field}[{index}]=None" for index, item in enumerate(value[:DETAIL_LIMIT]) if item is None)
    elif not isinstance(value, ast.AST) and (value is not None or _is_value(node, field)):
        yield f"{field}={describe(value, VALUE_LIMIT)}"


def _is_value(node: ast.AST, field: str) -> bool:
    return isinstance(node, ast.Constant) and field == "value"


def _changes(tree: ast.AST, optimised: ast.AST) -> dict[int, str]:
    """Identity of a node of `tree` → what stands in its place in `optimised`, for the outermost nodes that differ."""
    found: dict[int, str] = {}
    pending: list[tuple[ast.AST, ast.AST]] = [(tree, optimised)]
    visited = 0
    while pending and visited < LIMIT:
        visited += 1
        before, after = pending.pop()
        if _looks_changed(before, after):
            found[id(before)] = f"{type(after).__name__} {_detail(after)}".rstrip()
            continue
        olds, news = dict(_children(before)), dict(_children(after))
        pending += [(olds[field], news[field]) for field in reversed(olds)]
    return found


def _looks_changed(before: ast.AST, after: ast.AST) -> bool:
    if type(before) is not type(after) or _detail(before) != _detail(after):
        return True
    return [field for field, _ in _children(before)] != [field for field, _ in _children(after)]
