"""The names to start from: those of the frame that asks, or of given objects."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..describe import bounded
from .classes import namespace

NAMES = 60
"""Names of a root that are shown, at most."""

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


def of_frame(frame: types.FrameType) -> Roots:
    """Return the names of a frame: the locals of a function, or the globals of a module or cell.

    On CPython 3.12 and older a function's frame is left with no snapshot of its locals that it did
    not have, so nothing lives longer because it was shown.
    """
    code = frame.f_code
    if not code.co_flags & OPTIMIZED:
        is_globals = frame.f_locals is frame.f_globals
        title = "globals" if is_globals else f"body of {bounded(code.co_name)}"
        return _of_namespace(title, "namespace" if is_globals else "frame", frame.f_locals)
    snapshot = frame.f_locals
    names = list(snapshot.items())
    # Three: the frame, `snapshot` and the argument. More: the function called locals() itself.
    if type(snapshot) is dict and sys.getrefcount(snapshot) <= 3:
        for name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars):
            snapshot.pop(name, None)
    shown = [(name, value) for name, value in names if not _is_ours(value)]
    return _bounded(f"frame of {bounded(code.co_name)}", "frame", shown, len(names) - len(shown))


def _of_namespace(title: str, kind: str, names: Mapping[str, Any]) -> Roots:
    in_ipython = "get_ipython" in names
    pairs = [(name, value) for name, value in list(names.items()) if type(name) is str]
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
