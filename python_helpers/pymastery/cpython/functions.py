"""The functions written in Python that a value of a namespace is or holds.

Only exact types of the interpreter and of functools are read, by their own descriptors, so nothing of a
learner's class runs.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator
from typing import Any

CACHED: type = type(functools.lru_cache(lambda: None))
"""The class of what functools.lru_cache and functools.cache return."""

_KEPT_IN: dict[int, tuple[str, ...]] = {
    id(types.MethodType): ("__func__",),
    id(staticmethod): ("__func__",),
    id(classmethod): ("__func__",),
    id(property): ("fget", "fset", "fdel"),
    id(functools.partial): ("func",),
}
"""Where each keeps its functions, by the identity of its class: looking one up by hash would ask its metaclass."""

_KEPT_IN_DICT: dict[int, str] = {
    id(CACHED): "__wrapped__",
    id(functools.cached_property): "func",
    id(functools.partialmethod): "func",
    id(functools.singledispatchmethod): "func",
}
"""Likewise where each keeps its function in its `__dict__`."""

_DEPTH = 20
"""Objects looked into, at most: one may be made to hold itself."""


def functions_in(value: Any) -> Iterator[types.FunctionType]:
    """Yield the function that a value is, or those that a method, a property or its like holds."""
    pending, seen = [value], 0
    while pending and seen < _DEPTH:
        part = pending.pop(0)
        seen += 1
        if type(part) is types.FunctionType:
            yield part
        else:
            pending += kept_in(part)


def kept_in(value: Any) -> list[object]:
    """Return what a method, a property or its like is put around, nothing for any other object."""
    name = _KEPT_IN_DICT.get(id(type(value)))
    if name is None:
        return [getattr(value, each) for each in _KEPT_IN.get(id(type(value)), ())]
    return [item for key, item in held_by(value).items() if key == name]


def held_by(value: Any) -> dict[str, object]:
    """Return a copy of the `__dict__` of a function or of an object whose class itself gives it one."""
    descriptor = type.__dict__["__dict__"].__get__(type(value)).get("__dict__")
    held = descriptor.__get__(value) if type(descriptor) is types.GetSetDescriptorType else {}
    # a key of a subclass of str would be asked whether it is equal
    return {key: item for key, item in list(dict.items(held)) if type(key) is str}
