"""What differs between CPython's symbol tables: words for kinds of scope, and flags without a method.

Source: Include/internal/pycore_symtable.h, Lib/symtable.py.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pymastery.interpreter import interpreter

if TYPE_CHECKING:
    import symtable

try:
    # CPython's own, which the module above it needs; every view imports this file, on any interpreter
    _symtable: Any = import_module("_symtable")
    _tables: Any = import_module("symtable")
except ImportError:
    _symtable = _tables = None

# 3.12 said otherwise what later versions say
_KINDS = {"TypeVar bound": "type variable", "type parameter": "type parameters"}
# 3.14 and later export it; its value is the same in all versions that are known here
_COMPREHENSION_TARGET: int = getattr(_symtable, "DEF_COMP_ITER", 2 << 8)
_SCOPES: dict[int, str] = (
    {}
    if _symtable is None
    else {
        _symtable.LOCAL: "local",
        _symtable.CELL: "cell",
        _symtable.FREE: "free",
        _symtable.GLOBAL_IMPLICIT: "global implicit",
        _symtable.GLOBAL_EXPLICIT: "global explicit",
    }
)
_WORDS = (
    ("is_parameter", "parameter"),
    ("is_type_parameter", "type parameter"),
    ("is_nonlocal", "nonlocal"),
    ("is_imported", "imported"),
    ("is_annotated", "annotated"),
    ("is_assigned", "assigned"),
    ("is_referenced", "referenced"),
)


def unavailable() -> str | None:
    """Return why the scopes of a text cannot be read here, None where they can."""
    if _symtable is not None:
        return None
    return f"Scopes and their names cannot be read here: {interpreter().name} has no _symtable."


def table_of(text: str, filename: str, mode: str) -> symtable.SymbolTable:
    """Return the interpreter's symbol table of a text, where it is not `unavailable`.

    Raises:
        Exception: What the compiler raises for a text that it refuses.
    """
    table: symtable.SymbolTable = _tables.symtable(text, filename, mode)
    return table


def kind_of(table: symtable.SymbolTable) -> str:
    """Return the kind of a scope, such as "module", "function", "class" or "annotation"."""
    kind = str(table.get_type())
    return _KINDS.get(kind, kind)


def words_of(symbol: symtable.Symbol) -> tuple[str, ...]:
    """Return what a scope's table says of a name: where it lives first, then what is done with it."""
    flags: int = symbol._Symbol__flags  # type: ignore[attr-defined]
    where = _SCOPES.get(flags >> _symtable.SCOPE_OFF & _symtable.SCOPE_MASK)
    words = [where] if where else []
    if where in ("local", "cell") and symbol.is_global():
        words.append("global")  # what is local to a module is global everywhere else
    words += [word for method, word in _WORDS if getattr(symbol, method, bool)()]
    if flags & _COMPREHENSION_TARGET:
        words.append("comprehension iteration variable")
    return tuple(words)
