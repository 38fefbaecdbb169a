"""The names to start from: those of the frame that asks, or of given objects."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..describe import bounded, issubclass_exactly, type_name
from ..heap.classes import namespace

NAMES = 60
"""Names of a root that are shown, at most."""

_count = getattr(sys, "getrefcount", None)  # PyPy counts no references
OPTIMIZED = 0x1  # CO_OPTIMIZED of inspect: the names of a function, not of a module or class body

_NOISE = re.compile(r"(_+|_i+|_i?\d+|_ih|_oh|_dh|_exit_code|In|Out|exit|quit|open|get_ipython)\Z")
"""Names that IPython puts into the user's namespace (IPython/core/interactiveshell.py)."""


@dataclass(frozen=True)
class Roots:
    """Names and what they refer to. It holds the objects: it lives no longer than the walk.

    Attributes:
        title: What has the names: "globals", "frame of f", "given objects".
        kind: "namespace", "frame" or "objects".
        names: The first NAMES of them, (name, object).
        total: How many there are.
        hidden: How many are left out because IPython or pymastery put them there.
    """

    title: str
    kind: str
    names: list[tuple[str, object]]
    total: int
    hidden: int


def given(roots: tuple[object, ...], named: dict[str, object]) -> Roots:
    """Return the roots for objects given to `graph`."""
    names = [(f"argument {number}", target) for number, target in enumerate(roots, 1)]
    names += named.items()
    return _bounded("given objects", "objects", names, 0)


def of_frame(frame: types.FrameType | None) -> Roots:
    """Return the names of a frame: the locals of a function, or the globals of a module or cell.

    Raises:
        TypeError: Where the names are kept by an object of a class that may run code.
        RuntimeError: Where there is no frame.

    On CPython 3.12 and older a function's frame is left with no snapshot of its locals that it did
    not have, so nothing lives longer because it was shown.
    """
    if frame is None:
        raise RuntimeError(
            "no Python code made this call, so there are no names to show: give the objects, such as pm.graph(x)"
        )
    code = frame.f_code
    if not code.co_flags & OPTIMIZED:
        return _of_body(frame)
    snapshot = frame.f_locals
    names = list(snapshot.items())
    # Three: the frame, `snapshot` and the argument. More: the function called locals() itself.
    if type(snapshot) is dict and _count is not None and _count(snapshot) <= 3:
        for name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars):
            snapshot.pop(name, None)
    shown = [(name, value) for name, value in names if not _is_ours(value)]
    return _bounded(f"frame of {bounded(code.co_name)}", "frame", shown, len(names) - len(shown))


def _of_body(frame: types.FrameType) -> Roots:
    """Return the names of the code of a module, a class or a cell, which stand in a mapping."""
    names: Any = frame.f_locals
    of_module = names is frame.f_globals
    if names is not frame.f_locals:
        # 3.12+: a comprehension in it runs in the same frame, and its variables are added to a copy
        of_module = frame.f_code.co_name == "<module>"
        names = {**dict(dict.items(frame.f_globals)), **names} if of_module else dict(names)
    if not issubclass_exactly(type(names), dict):
        raise TypeError(
            f"the names here are kept by an object of class {type_name(type(names))}, whose code is not run: "
            "give the objects, such as pm.graph(x, y=y)"
        )
    title = "globals" if of_module else f"body of {bounded(frame.f_code.co_name)}"
    return _of_namespace(title, "namespace" if of_module else "frame", dict(dict.items(names)))


def _of_namespace(title: str, kind: str, names: Mapping[str, Any]) -> Roots:
    pairs = [(name, value) for name, value in names.items() if type(name) is str]
    in_ipython = any(name == "get_ipython" for name, _ in pairs)
    shown = [
        (name, value)
        for name, value in pairs
        if not (_is_dunder(name) or _is_ours(value) or (in_ipython and _NOISE.match(name)))
    ]
    return _bounded(title, kind, shown, len(pairs) - len(shown))


def _is_dunder(name: str) -> bool:
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def _is_ours(value: object) -> bool:
    cls = type(value)
    if cls is types.ModuleType:
        name = value.__dict__.get("__name__")
    elif cls is types.FunctionType:
        name = value.__module__
    elif cls is type:
        name = namespace(value).get("__module__")  # type: ignore[arg-type]
    else:
        name = namespace(cls).get("__module__")
    return type(name) is str and name.partition(".")[0] == "pymastery"


def _bounded(title: str, kind: str, names: list[tuple[str, object]], hidden: int) -> Roots:
    shown = [(bounded(name), target) for name, target in islice(names, NAMES)]
    return Roots(title, kind, shown, len(names), hidden)
