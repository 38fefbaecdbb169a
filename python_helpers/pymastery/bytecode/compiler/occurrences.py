"""Which names occur in which block of a tree, and where: what the symbol table's names are matched with.

The symbol table has no positions. So the tree is walked as the compiler's own symbol table pass walks
it, and its blocks are matched with the tables of the interpreter afterwards (`symbols`).
Source: Python/symtable.c of each version.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pymastery.bytecode.compiler.facts import Span
from pymastery.bytecode.compiler.text import Lines, is_name
from pymastery.bytecode.compiler.tokens import Names

COMPREHENSION, ANNOTATION = "comprehension", "annotation"

_DISPLAYS = {
    ast.ListComp: "listcomp",
    ast.SetComp: "setcomp",
    ast.DictComp: "dictcomp",
    ast.GeneratorExp: "genexpr",
}


@dataclass
class ScopeBlock:
    """What may be a scope of its own: whether it is, the symbol table says.

    Attributes:
        kind: As the symbol table's, except COMPREHENSION, which is a function there.
        name: As the symbol table's, without "<" and ">".
        line: Where it begins, 0 for a module.
        private: The class whose private names are changed in it, "" for none.
        parent: The block around it.
        node: The node that opens it.
        children: In the order of the visit.
        uses: Name → where it occurs.
        bound: Names that a comprehension's `for` binds.
        annotations: The block of the annotations of variables, where there are any.
    """

    kind: str
    name: str
    line: int
    private: str
    parent: ScopeBlock | None
    node: ast.AST
    children: list[ScopeBlock] = field(default_factory=list)
    uses: dict[str, list[Span]] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    annotations: ScopeBlock | None = None


Task = tuple["ast.AST | None", ScopeBlock]
"""A node to visit in a block, or None where the block itself begins."""


def blocks_of(tree: ast.AST, lines: Lines, names: Names) -> ScopeBlock:
    """Return the outermost block of a tree.

    Args:
        tree: As parsed.
        lines: Those of its source.
        names: Where its NAME tokens are.
    """
    return _Walk(lines, names).walk(tree)


def _new(kind: str, name: str, node: Any, parent: ScopeBlock, private: str | None = None) -> ScopeBlock:
    return ScopeBlock(kind, name, node.lineno, parent.private if private is None else private, parent, node)


class _Walk:
    def __init__(self, lines: Lines, names: Names) -> None:
        self.lines = lines
        self.names = names

    def walk(self, tree: ast.AST) -> ScopeBlock:
        top = ScopeBlock("module", "top", 0, "", None, tree)
        # no recursion: a tree may be deeper than Python's stack
        pending: list[Task] = [(tree, top)]
        while pending:
            node, block = pending.pop()
            if node is None:
                assert block.parent is not None
                block.parent.children.append(block)
                continue
            visit = getattr(self, f"visit_{type(node).__name__}", None)
            tasks = self._inside(node, block) if visit is None else visit(node, block)
            pending += reversed(list(tasks))
        return top

    def _inside(self, node: ast.AST, block: ScopeBlock) -> Iterator[Task]:
        return ((child, block) for child in ast.iter_child_nodes(node))

    def _use(self, block: ScopeBlock, name: str, span: Span | None) -> None:
        if span is not None:
            block.uses.setdefault(name, []).append(span)

    def _start(self, node: ast.AST) -> tuple[int, int]:
        span = self.lines.span_of(node)
        return (0, 0) if span is None else span[:2]

    def _tokens(self, node: ast.AST, after: ast.AST | None = None) -> Iterator[tuple[int, int, str]]:
        """The NAME tokens of a node, or those of it after another one."""
        whole = self.lines.span_of(node)
        inner = whole if after is None else self.lines.span_of(after)
        if whole is None or inner is None:
            return iter(())
        return self.names.between(whole[:2] if after is None else inner[2:], whole[2:])

    def _use_token(self, block: ScopeBlock, name: str, found: tuple[int, int, str]) -> None:
        line, column, text = found
        if is_name(text, name):
            self._use(block, name, (line, column, line, column + len(text)))

    def _use_after(self, block: ScopeBlock, name: str, word: str, found: Iterator[tuple[int, int, str]]) -> None:
        """Use the name that follows a keyword, which is the first word or, after `async`, the second."""
        if any(text == word for _, _, text in islice(found, 2)):
            for following in islice(found, 1):
                self._use_token(block, name, following)

    def visit_Name(self, node: ast.Name, block: ScopeBlock) -> Iterable[Task]:
        self._use(block, node.id, self.lines.span_of(node))
        return ()

    def visit_NamedExpr(self, node: ast.NamedExpr, block: ScopeBlock) -> Iterable[Task]:
        outer = block
        while outer.kind == COMPREHENSION and outer.parent is not None:
            outer = outer.parent
        return ((node.value, block), (node.target, outer))

    def visit_FunctionDef(self, node: Any, block: ScopeBlock) -> Iterator[Task]:
        self._use_after(block, node.name, "def", self._tokens(node))
        yield from self._defaults(node.args, block)
        yield from ((decorator, block) for decorator in node.decorator_list)
        outer = block
        for parameter in getattr(node, "type_params", ()):
            if outer is block:
                outer = _new("type parameters", node.name, node, block)
                yield None, outer
            yield parameter, outer
        annotations = _new(ANNOTATION, "__annotate__", node, outer)
        yield None, annotations
        yield from ((given, annotations) for given in _annotations(node))
        yield from self._function(node, node.name, node.body, outer)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda, block: ScopeBlock) -> Iterator[Task]:
        yield from self._defaults(node.args, block)
        yield from self._function(node, "lambda", [node.body], block)

    def _defaults(self, arguments: ast.arguments, block: ScopeBlock) -> Iterator[Task]:
        yield from ((default, block) for default in arguments.defaults)
        yield from ((default, block) for default in arguments.kw_defaults if default is not None)

    def _function(self, node: Any, name: str, body: Sequence[ast.AST], outer: ScopeBlock) -> Iterator[Task]:
        function = _new("function", name, node, outer)
        yield None, function
        for argument in _parameters(node.args):
            line, column = self._start(argument)
            self._use(function, argument.arg, self.lines.name_at(line, column, argument.arg))
        yield from ((inner, function) for inner in body)

    def visit_ClassDef(self, node: Any, block: ScopeBlock) -> Iterator[Task]:
        self._use_after(block, node.name, "class", self._tokens(node))
        yield from ((decorator, block) for decorator in node.decorator_list)
        outer = block
        for parameter in getattr(node, "type_params", ()):
            if outer is block:
                outer = _new("type parameters", node.name, node, block, private=node.name)
                yield None, outer
            yield parameter, outer
        yield from ((base, outer) for base in (*node.bases, *node.keywords))
        body = _new("class", node.name, node, outer, private=node.name)
        yield None, body
        yield from ((inner, body) for inner in node.body)

    def visit_AnnAssign(self, node: ast.AnnAssign, block: ScopeBlock) -> Iterator[Task]:
        yield node.target, block
        if block.annotations is None:
            block.annotations = _new(ANNOTATION, "__annotate__", node, block)
            yield None, block.annotations
        yield node.annotation, block.annotations
        if node.value is not None:
            yield node.value, block

    def visit_TypeAlias(self, node: Any, block: ScopeBlock) -> Iterator[Task]:
        yield node.name, block
        outer = block
        for parameter in node.type_params:
            if outer is block:
                outer = _new("type parameters", node.name.id, node, block)
                yield None, outer
            yield parameter, outer
        value = _new("type alias", node.name.id, node, outer)
        yield from ((None, value), (node.value, value))

    def visit_TypeVar(self, node: Any, block: ScopeBlock) -> Iterator[Task]:
        for found in islice(self._tokens(node), 1):
            self._use_token(block, node.name, found)
        for expression in (getattr(node, "bound", None), getattr(node, "default_value", None)):
            if expression is not None:
                inner = _new("type variable", node.name, node, block)
                yield from ((None, inner), (expression, inner))

    visit_ParamSpec = visit_TypeVarTuple = visit_TypeVar

    def visit_ListComp(self, node: Any, block: ScopeBlock) -> Iterator[Task]:
        first = node.generators[0]
        yield first.iter, block
        inner = _new(COMPREHENSION, _DISPLAYS[type(node)], node, block)
        inner.bound.update(_bound_names(generator.target for generator in node.generators))
        yield None, inner
        yield from ((part, inner) for part in (first.target, *first.ifs, *node.generators[1:]))
        yield from ((getattr(node, part), inner) for part in ("value", "key", "elt") if getattr(node, part, None))

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_ExceptHandler(self, node: ast.ExceptHandler, block: ScopeBlock) -> Iterator[Task]:
        if node.name is not None and node.type is not None:
            self._use_after(block, node.name, "as", self._tokens(node, node.type))
        return self._inside(node, block)

    def visit_alias(self, node: ast.alias, block: ScopeBlock) -> Iterable[Task]:
        found = list(self._tokens(node))
        if found and node.asname is not None:
            self._use_token(block, node.asname, found[-1])
        elif found:
            self._use_token(block, node.name.partition(".")[0], found[0])
        return ()

    def visit_Global(self, node: Any, block: ScopeBlock) -> Iterable[Task]:
        for name, found in zip(node.names, islice(self._tokens(node), 1, None), strict=False):
            self._use_token(block, name, found)
        return ()

    visit_Nonlocal = visit_Global

    def visit_MatchAs(self, node: Any, block: ScopeBlock) -> Iterator[Task]:
        # the name is the last word of `pattern as name`, of `*name` and of `{..., **name}`
        name: str | None = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name is not None:
            for found in list(self._tokens(node))[-1:]:
                self._use_token(block, name, found)
        return self._inside(node, block)

    visit_MatchStar = visit_MatchMapping = visit_MatchAs


def _parameters(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (star for star in (arguments.vararg, arguments.kwarg) if star is not None)


def _annotations(node: Any) -> Iterator[ast.AST]:
    yield from (argument.annotation for argument in _parameters(node.args) if argument.annotation is not None)
    if node.returns is not None:
        yield node.returns


def _bound_names(targets: Iterable[ast.AST]) -> Iterator[str]:
    for target in targets:
        for node in ast.walk(target):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
