"""The statement that made a class: found by its qualified name in the file of its module, or in the cells.

Of a class body that has run, no code object is kept. So a statement is taken for that of a class only
where what the class says of itself agrees with it, and where no other statement does too. Nothing of the
class runs: its namespace is read, no attribute is looked up.
"""

from __future__ import annotations

import abc
import ast
import inspect
import linecache
import sys
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymastery.bytecode.source import CHARACTERS
from pymastery.bytecode.subject import visit
from pymastery.describe import issubclass_exactly, type_name

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MADE_BY_COMPILER = "__annotate__"
_NAMESPACE = type.__dict__["__dict__"].__get__


@dataclass(frozen=True)
class ClassStatement:
    """A class statement in a file or a cell.

    Attributes:
        filename: What the compiler was told that the file is called.
        lines: Those of the whole file, with their ends.
        tree: The tree of the file.
        node: The statement in it.
    """

    filename: str
    lines: Sequence[str]
    tree: ast.Module
    node: ast.ClassDef

    @property
    def first_line(self) -> int:
        """Its first line: that of its first decorator, as `__firstlineno__` counts."""
        return _first_line(self.node)

    @property
    def block(self) -> str:
        """Its text, indented as it is there."""
        return "".join(self.lines[self.first_line - 1 : self.node.end_lineno])

    @property
    def body(self) -> types.CodeType | None:
        """What the body is compiled to, once more; None where the file does not compile as a whole."""
        text, mode = "".join(self.lines), ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                whole = compile(text, self.filename, "exec", mode, dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        place = self.node.name, self.first_line
        return next((code for code, _ in visit((whole,)) if (code.co_name, code.co_firstlineno) == place), None)


# 3.13 and later keep the line in every class that a statement made; this one is decorated, too
_SAYS_LINE = "__firstlineno__" in vars(ClassStatement)


def statement_of(cls: type, codes: Sequence[types.CodeType]) -> ClassStatement | str:
    """Return the statement that made a class, or why it cannot be told, a sentence without its full stop.

    Args:
        cls: The class.
        codes: Those of the functions in its namespace.
    """
    name = type_name(cls)
    namespace = {key: value for key, value in list(_NAMESPACE(cls).items()) if type(key) is str}
    qualname = str.__str__(type.__dict__["__qualname__"].__get__(cls))
    for filenames in (_of_module(namespace), _of_codes(codes), _of_cells()):
        sources = [(filename, _lines_of(filename)) for filename in filenames]
        statements = (each for filename, lines in sources for each in _statements(filename, lines, qualname))
        found = {each.block: each for each in statements if _agrees(cls, namespace, each, codes)}
        if len(found) > 1:
            return f"{len(found)} class statements may have made {name}, and nothing says which one did"
        if found:
            return next(iter(found.values()))
    return f"no class statement that made {name} can be found in the source that can be read here now"


# --- where to look -------------------------------------------------------------------------------------------


def _of_module(namespace: Mapping[str, Any]) -> list[str]:
    """The file of the module that a class says it is of, where that has one."""
    name = namespace.get("__module__")
    module = sys.modules.get(name) if type(name) is str else None
    if not issubclass_exactly(type(module), types.ModuleType):
        return []
    file = vars(types.ModuleType)["__dict__"].__get__(module).get("__file__")
    return [file] if type(file) is str and file.endswith(".py") else []


def _of_codes(codes: Sequence[types.CodeType]) -> list[str]:
    return list(dict.fromkeys(str.__str__(code.co_filename) for code in codes))


def _of_cells() -> list[str]:
    """What linecache knows that is in no file: the cells of a notebook."""
    known = [(name, entry) for name, entry in list(linecache.cache.items()) if type(name) is str]
    return [name for name, entry in known if len(entry) == 4 and entry[1] is None]


def _lines_of(filename: str) -> list[str]:
    try:
        linecache.checkcache(filename)
        lines = linecache.getlines(filename)
    except ValueError:  # no file can have this name: before 3.13, linecache asks the system all the same
        return []
    return lines if sum(map(len, lines)) <= CHARACTERS else []


def _statements(filename: str, lines: Sequence[str], qualname: str) -> Iterator[ClassStatement]:
    """The class statements of a qualified name."""
    path = [part for part in qualname.split(".") if part != "<locals>"]
    text = "".join(lines)
    if not path or path[-1] not in text:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    pending: list[tuple[ast.AST, list[str]]] = [(tree, path)]
    while pending:
        node, rest = pending.pop()
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, (ast.ClassDef, *_FUNCTIONS)):
                pending.append((child, rest))
            elif child.name == rest[0]:
                if len(rest) > 1:
                    pending.append((child, rest[1:]))
                elif isinstance(child, ast.ClassDef):
                    yield ClassStatement(filename, lines, tree, child)


# --- whether a statement is the one ----------------------------------------------------------------------------


def _agrees(
    cls: type, namespace: Mapping[str, Any], statement: ClassStatement, codes: Sequence[types.CodeType]
) -> bool:
    """Whether a class can be what a statement made, as far as the class says."""
    node, first, last = statement.node, statement.first_line, statement.node.end_lineno or 0
    own = [
        (code.co_firstlineno, code.co_name)
        for code in codes
        if code.co_name != _MADE_BY_COMPILER
        and str.__str__(code.co_filename) == statement.filename
        and first <= code.co_firstlineno <= last
    ]
    if not _begins(node).issuperset(own):
        return False
    if _SAYS_LINE and namespace.get("__firstlineno__", first if own else 0) != first:
        return False
    if not _has_docstring(node, namespace.get("__doc__")):
        return False
    # a metaclass may keep what it likes, and a decorator may take what was assigned
    bound = [] if type(cls) not in (type, abc.ABCMeta) else list(_bound(node, is_sure=bool(own) or _SAYS_LINE))
    kept = {*namespace, *_annotated(namespace)}
    prefix = f"_{node.name.lstrip('_')}"
    return all(name in kept or f"{prefix}{name}" in kept for name in bound)


def _first_line(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([node.lineno, *(each.lineno for each in node.decorator_list)])


def _begins(node: ast.ClassDef) -> set[tuple[int, str]]:
    """First line and name of every function in a class statement."""
    return {
        (each.lineno, "<lambda>") if isinstance(each, ast.Lambda) else (_first_line(each), each.name)
        for each in ast.walk(node)
        if isinstance(each, (ast.Lambda, *_FUNCTIONS))
    }


def _has_docstring(node: ast.ClassDef, held: object) -> bool:
    """Whether a class holds the docstring of a statement; one without may be given another."""
    written = ast.get_docstring(node)
    if written is None or sys.flags.optimize > 1:
        return True
    return type(held) is str and inspect.cleandoc(held) == written


def _bound(node: ast.ClassDef, is_sure: bool) -> Iterator[str]:
    """The names that the body binds for good; where the statement is sure to be the one, those of functions alone."""
    removed = {
        target.id
        for each in node.body
        if isinstance(each, ast.Delete)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for each in node.body:
        names: list[str] = []
        if isinstance(each, _FUNCTIONS) or (isinstance(each, ast.ClassDef) and not is_sure):
            names = [each.name]
        elif isinstance(each, ast.Assign) and not is_sure:
            names = [target.id for target in each.targets if isinstance(target, ast.Name)]
        elif isinstance(each, ast.AnnAssign) and not is_sure and isinstance(each.target, ast.Name):
            names = [each.target.id]
        yield from (name for name in names if name not in removed)


def _annotated(namespace: Mapping[str, Any]) -> list[str]:
    """The annotated names of a class, where they are kept as a dict."""
    held = namespace.get("__annotations__")
    return [name for name in list(held) if type(name) is str] if type(held) is dict else []
