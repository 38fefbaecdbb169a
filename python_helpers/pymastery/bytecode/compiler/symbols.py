"""The symbol table of a text, with the places where its names occur."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pymastery.bytecode.compiler.facts import LIMIT, Scope, Span, Symbol
from pymastery.bytecode.compiler.occurrences import ANNOTATION, COMPREHENSION, ScopeBlock, blocks_of
from pymastery.bytecode.compiler.text import Lines
from pymastery.bytecode.compiler.tokens import Names
from pymastery.bytecode.compiler.tree import annotations_are_text
from pymastery.cpython import scopes
from pymastery.describe import bounded

if TYPE_CHECKING:
    import symtable

INLINED = ("comprehension iteration variable", "inlined comprehension")
"""Words of a comprehension's variable where the table has one entry for it and for another variable of its name."""

_OF_EXPRESSIONS = (ANNOTATION, "type variable")
_CANDIDATES = 20


@dataclass(frozen=True)
class Table:
    """The scopes of a text.

    Attributes:
        scopes: LIMIT at most, with LIMIT symbols and LIMIT uses at most.
        totals: How many scopes, symbols and uses there are.
        notices: Sentences on what is not shown.
    """

    scopes: tuple[Scope, ...]
    totals: dict[str, int]
    notices: tuple[str, ...]


@dataclass
class _Place:
    """One table, with the block of the tree that it is of, and what occurs there."""

    table: symtable.SymbolTable
    parent: int
    depth: int
    block: ScopeBlock | None
    uses: dict[str, list[Span]] = field(default_factory=dict)
    apart: dict[str, list[Span]] = field(default_factory=dict)
    children: list[tuple[symtable.SymbolTable, ScopeBlock | None]] = field(default_factory=list)


def symbols_of(top: symtable.SymbolTable, tree: ast.AST | None, lines: Lines, names: Names) -> Table:
    """Return the scopes of a text.

    Args:
        top: The interpreter's table of the text.
        tree: The tree, None where it cannot be had: then no name has a place.
        lines: Those of the source.
        names: Where its NAME tokens are.
    """
    block = None if tree is None else blocks_of(tree, lines, names)
    places = list(_places(top, block, tree is not None and annotations_are_text(tree)))
    return _Budget().table(places, lines)


def _places(top: symtable.SymbolTable, block: ScopeBlock | None, annotations_are_text: bool) -> Iterator[_Place]:
    """The tables in the order of first visit."""
    pending: list[tuple[symtable.SymbolTable, ScopeBlock | None, int, int]] = [(top, block, -1, 0)]
    count = 0
    while pending:
        table, block, parent, depth = pending.pop()
        place = _Place(table, parent, depth, block)
        _match(place, annotations_are_text)
        yield place
        pending += [(child, inner, count, depth + 1) for child, inner in reversed(place.children)]
        count += 1


def _match(place: _Place, annotations_are_text: bool) -> None:
    """Give each table inside a place its block, and the place what occurs in blocks that have no table."""
    free = _Free(place.table.get_children())
    if place.block is not None:
        known = set(place.table.get_identifiers())
        _take(place, place.block, known)
        pending = list(reversed(place.block.children))
        while pending:
            block = pending.pop()
            if free.give(block) or (block.kind == ANNOTATION and annotations_are_text):
                continue
            if block.kind in (COMPREHENSION, ANNOTATION):
                # inlined into its function from 3.12 on; no scope of its own before 3.14
                _take(place, block, known)
                pending += reversed(block.children)
    place.children = [(table, free.owners.get(index)) for index, table in enumerate(free.tables)]


class _Free:
    """The tables inside a table, and those among them that have no block of the tree yet."""

    def __init__(self, tables: Sequence[symtable.SymbolTable]) -> None:
        self.tables = tables
        self.owners: dict[int, ScopeBlock] = {}
        self.left: dict[tuple[str, str, int], list[int]] = {}
        for index, table in enumerate(tables):
            self.left.setdefault(self._key(table), []).append(index)

    @staticmethod
    def _key(table: symtable.SymbolTable) -> tuple[str, str, int]:
        kind = scopes.kind_of(table)
        # where a block for expressions begins differs, and there is one at most between two statements
        return kind, table.get_name().strip("<>"), 0 if kind in _OF_EXPRESSIONS else table.get_lineno()

    def give(self, block: ScopeBlock) -> bool:
        """Give a block its table; return whether there is one."""
        kind = "function" if block.kind == COMPREHENSION else block.kind
        indices = self.left.get((kind, block.name, 0 if kind in _OF_EXPRESSIONS else block.line))
        if not indices:
            return False
        # two lambdas of one line differ in their names, or there is nothing to tell apart
        fitting = (index for index in indices[:_CANDIDATES] if self._has_names(index, block))
        index = next(fitting, indices[0])
        indices.remove(index)
        self.owners[index] = block
        return True

    def _has_names(self, index: int, block: ScopeBlock) -> bool:
        known = set(self.tables[index].get_identifiers())
        return all(_entry(name, block.private, known) for name in block.uses)


def _take(place: _Place, block: ScopeBlock, known: set[str]) -> None:
    """Add what occurs in a block to the table of a place."""
    for name, spans in block.uses.items():
        entry = _entry(name, block.private, known)
        if entry:  # no table has the names in annotations that are never looked at: a function's, from 3.14 on
            apart = block is not place.block and name in block.bound and _occurs_around(name, block, place)
            (place.apart if apart else place.uses).setdefault(entry, []).extend(spans)


def _occurs_around(name: str, block: ScopeBlock, place: _Place) -> bool:
    """Whether a block between the block of a place and an inlined comprehension has a variable of the same name."""
    around = block.parent
    while around is not None:
        if name in around.uses:
            return True
        if around is place.block:
            return False
        around = around.parent
    return False


def _entry(name: str, private: str, known: set[str]) -> str:
    """The name under which a table knows a name of the source, "" where it does not."""
    if private and name.startswith("__") and not name.endswith("__"):
        changed = f"_{private.lstrip('_')}{name}"
        if changed in known and private.strip("_"):
            return changed
    return name if name in known else ""


class _Budget:
    """Makes facts of places until there are LIMIT of a kind."""

    def __init__(self) -> None:
        self.totals = {"scopes": 0, "symbols": 0, "uses": 0}

    def table(self, places: Sequence[_Place], lines: Lines) -> Table:
        shown: list[Scope] = []
        for place in places:
            symbols = tuple(self._symbols(place))
            self.totals["scopes"] += 1
            if len(shown) < LIMIT:
                shown.append(_scope(place, lines, symbols))
        missing = sum(place.block is None for place in places)
        notices = (f"The names of {missing} scopes could not be found in the source.",) if missing else ()
        return Table(tuple(shown), self.totals, notices)

    def _symbols(self, place: _Place) -> Iterator[Symbol]:
        for symbol in place.table.get_symbols():
            name = symbol.get_name()
            uses = self._uses(place.uses.get(name, []))
            if self._has_room():
                yield Symbol(bounded(name), scopes.words_of(symbol), uses)
            if name in place.apart:
                uses = self._uses(place.apart[name])
                if self._has_room():
                    yield Symbol(bounded(name), INLINED, uses)

    def _uses(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        room = max(0, LIMIT - self.totals["uses"])
        self.totals["uses"] += len(spans)
        return tuple(sorted(spans)[:room])

    def _has_room(self) -> bool:
        self.totals["symbols"] += 1
        return self.totals["symbols"] <= LIMIT


def _scope(place: _Place, lines: Lines, symbols: tuple[Symbol, ...]) -> Scope:
    node = None if place.block is None or place.parent < 0 else place.block.node
    return Scope(
        parent=place.parent,
        depth=place.depth,
        kind=scopes.kind_of(place.table),
        name=bounded(place.table.get_name()),
        line=place.table.get_lineno(),
        span=None if node is None else lines.span_of(node),
        symbols=symbols,
    )
