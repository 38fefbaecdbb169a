"""Containers as source: random ones, with shared parts and cycles, and smaller variants of one.

How many bytes one takes is never taken from here: `reached` visits the objects that were made, and the
running interpreter is asked for the size of each.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import NamedTuple

KINDS = (list, tuple, set, frozenset, dict)
"""The types of what holds other objects here, in the order in which an answer meets them."""


class Value(NamedTuple):
    """A value as the lines that make it and name it x."""

    lines: tuple[str, ...]

    @property
    def source(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def make(self) -> object:
        """Return a new x, made line by line as a notebook does."""
        names: dict[str, object] = {}
        for line in self.lines:
            exec(compile(line, "<value>", "exec", dont_inherit=True), names)  # noqa: S102
        return names["x"]


def held(obj: object) -> Iterator[object]:
    """Yield what an object holds: the items of a list, tuple or set, the keys and values of a dict."""
    if type(obj) is dict:
        yield from obj
        yield from obj.values()
    elif type(obj) in KINDS:
        yield from obj  # type: ignore[misc]


def reached(start: object, inside: Callable[[object], Iterable[object]] = held) -> list[object]:
    """Return every object that a value leads to, itself first and each once, whatever is equal to what.

    Args:
        start: A value made of containers of KINDS and of plain values.
        inside: What an object leads to.
    """
    found = {id(start): start}
    waiting = [start]
    while waiting:
        for item in inside(waiting.pop()):
            if id(item) not in found:
                found[id(item)] = item
                waiting.append(item)
    return list(found.values())


_WORDS = ("copper", "maple", "river", "violet", "ember", "harbour", "lantern", "meadow", "pepper", "saffron")


def leaf(random: Random) -> str:
    """Return the source of a value that holds no others and can be a key."""
    number = random.randrange(300, 10 ** random.randrange(3, 30))
    half = random.randrange(1_000) + 0.5
    word = f"{random.choice(_WORDS)} {random.randrange(10_000)}"
    return repr(random.choice((number, half, word, word, word.encode())))


def _container(kind: type, items: list[str]) -> str:
    if kind is dict:
        pairs = zip(items[::2], items[1::2], strict=False)
        return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
    inner = ", ".join(items)
    if kind is tuple:
        return f"({inner},)" if len(items) == 1 else f"({inner})"
    if kind is list:
        return f"[{inner}]"
    if kind is set:
        return f"{{{inner}}}" if items else "set()"
    return f"frozenset([{inner}])"


def _tree(random: Random, depth: int) -> str:
    """Return the source of nested containers; what must have a hash is kept plain."""
    kind = random.choice(KINDS)
    if depth == 0 or kind in (set, frozenset):
        return _container(kind, [leaf(random) for _ in range(2 * random.randrange(1, 3))])
    items = [_tree(random, depth - 1) if random.random() < 0.6 else leaf(random) for _ in range(4)]
    if kind is dict:
        items[::2] = [leaf(random), f"({leaf(random)}, {leaf(random)})"]
    return _container(kind, items)


def plain(random: Random) -> Iterator[Value]:
    """Yield values that hold no others."""
    for source in ("None", "True", "0", "2.5", "'maple'", "''", "b'bytes'", *(leaf(random) for _ in range(10))):
        yield Value((f"x = {source}",))


def flat(random: Random) -> Iterator[Value]:
    """Yield a container of each kind, empty and with plain values."""
    for kind in KINDS:
        for size in (2, 6, 0):
            yield Value((f"x = {_container(kind, [leaf(random) for _ in range(size)])}",))
    yield Value((f"x = {{'name': {leaf(random)}, 'colour': {leaf(random)}}}",))


def nested(random: Random) -> Iterator[Value]:
    """Yield containers in containers, of every kind in every other that can hold it."""
    for outer in (list, tuple, dict):
        for inner in KINDS:
            part = _container(inner, [leaf(random) for _ in range(4)])
            yield Value((f"x = {_container(outer, [leaf(random), part])}",))
    for depth in (2, 2, 3, 3, 4):
        yield Value((f"x = [{leaf(random)}, {_tree(random, depth)}]",))


_SHARED = (
    "x = [a, a]",
    "x = (a, [a])",
    "x = {1: a, 2: a, 3: a}",
    "b = (a, a)|x = [b, {'b': b}, a]",
    "b = [a]|c = [b, b]|d = [c, c]|x = [d, d]",
    "x = [None, None, None]",
    "x = [[], (a, a), [[a]]]",
)
_EQUAL = (
    "x = [[{0}], [{0}]]",
    "x = ({{{0}: {1}}}, {{{0}: {1}}})",
    "x = [[], [], []]",
    "x = {{'a': [{0}, {1}], 'b': [{0}, {1}]}}",
    "x = [1, 1.0, True]",
    "x = (frozenset([{0}]), frozenset([{0}]))",
    "x = [0, 0.0, False, {0}]",
)
_CYCLES = (
    "x = [{0}]|x.append(x)",
    "x = {{'me': {0}}}|x['me'] = x",
    "a = [{0}]|x = (a, {1})|a.append(x)",
    "a = [{0}]|b = {{'a': a}}|a.append(b)|x = [a, b]",
    "x = []|x.append([x, (x, {{'x': x}})])",
)


def shared(random: Random) -> Iterator[Value]:
    """Yield containers to whose parts several ways lead."""
    for text in _SHARED:
        for part in (leaf(random), _container(random.choice(KINDS), [leaf(random), leaf(random)])):
            lines = (f"a = {part}", *text.split("|"))
            yield Value(tuple(line for line in lines if _needed(line, lines)))


def equal(random: Random) -> Iterator[Value]:
    """Yield containers with parts that are equal and yet objects of their own."""
    for text in _EQUAL:
        yield Value(tuple(text.format(leaf(random), leaf(random)).split("|")))


def cycles(random: Random) -> Iterator[Value]:
    """Yield containers that are inside themselves."""
    for text in _CYCLES:
        yield Value(tuple(text.format(leaf(random), leaf(random)).split("|")))


def smaller(value: Value) -> Iterator[Value]:
    """Yield variants with a part less: an item, a level, or a line that nothing needs any more."""
    for number, line in enumerate(value.lines):
        for variant in _variants(line):
            lines = (*value.lines[:number], variant, *value.lines[number + 1 :])
            yield Value(tuple(each for each in lines if _needed(each, lines)))


def _variants(line: str) -> Iterator[str]:
    """Yield an assignment with a part of its value in place of all of it, then with an item less."""
    tree = ast.parse(line).body[0]
    if not isinstance(tree, ast.Assign):
        return
    target = ast.unparse(tree.targets[0])
    for child in ast.iter_child_nodes(tree.value):
        if isinstance(child, ast.List | ast.Tuple | ast.Dict | ast.Set):
            yield f"{target} = {ast.unparse(child)}"
    for node in ast.walk(tree.value):
        for items in _item_lists(node):
            for position in range(len(items[0])):
                taken = [column.pop(position) for column in items]
                yield f"{target} = {ast.unparse(tree.value)}"
                for column, item in zip(items, taken, strict=True):
                    column.insert(position, item)


def _item_lists(node: ast.AST) -> Iterator[list[list[ast.expr]]]:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        # a display of a set cannot be empty
        if len(node.elts) > isinstance(node, ast.Set):
            yield [node.elts]
    elif isinstance(node, ast.Dict):
        yield [node.keys, node.values]  # type: ignore[list-item]


def _needed(line: str, lines: tuple[str, ...]) -> bool:
    tree = ast.parse(line).body[0]
    if not isinstance(tree, ast.Assign) or not isinstance(tree.targets[0], ast.Name):
        return True
    name = tree.targets[0].id
    others = (other for other in lines if other is not line)
    return name == "x" or any(
        isinstance(node, ast.Name) and node.id == name for other in others for node in ast.walk(ast.parse(other))
    )
