"""The functions written in Python that a value of a namespace is or holds.

Only exact types of the interpreter are asked for attributes, so nothing of a learner's class runs.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator
from typing import Any

_KEPT_IN: dict[int, tuple[str, ...]] = {
    id(types.MethodType): ("__func__",),
    id(staticmethod): ("__func__",),
    id(classmethod): ("__func__",),
    id(property): ("fget", "fset", "fdel"),
    id(functools.cached_property): ("func",),
}
"""Where each keeps its functions, by the identity of its class: looking one up by hash would ask its metaclass."""


def functions_in(value: Any) -> Iterator[types.FunctionType]:
    """Yield the function that a value is, or those that a method, a property or its like holds."""
    names = _KEPT_IN.get(id(type(value)))
    parts = [value] if names is None else [getattr(value, name) for name in names]
    return (part for part in parts if type(part) is types.FunctionType)
