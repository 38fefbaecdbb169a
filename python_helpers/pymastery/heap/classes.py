"""What is known of a class without running its metaclass: MRO, namespace, member descriptors."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from ..cpython.shared_keys import shared_names

_mro: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
_namespace: Callable[[type], Mapping[str, object]] = type.__dict__["__dict__"].__get__
_bases: Callable[[type], tuple[type, ...]] = type.__dict__["__bases__"].__get__
_flags: Callable[[type], int] = type.__dict__["__flags__"].__get__

HEAPTYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE, Include/object.h: made at run time, not compiled into a library


def mro(cls: type) -> tuple[type, ...]:
    """Return the method resolution order of a class."""
    return _mro(cls)


def bases(cls: type) -> tuple[type, ...]:
    """Return the bases of a class."""
    return _bases(cls)


def namespace(cls: type) -> Mapping[str, object]:
    """Return the namespace of a class itself, as a read-only mapping."""
    return _namespace(cls)


def is_heap_type(cls: type) -> bool:
    """Return whether a class was made at run time."""
    return bool(_flags(cls) & HEAPTYPE)


def exact_names(cls: type) -> dict[str, object] | None:
    """Return the namespace of a class itself; None where a key is no exact str, so that a look-up may run code."""
    try:
        pairs = list(namespace(cls).items())
    except RuntimeError:  # another thread changes it meanwhile
        return None
    return dict(pairs) if all(type(name) is str for name, _ in pairs) else None


def module_of(cls: type) -> str:
    """Return the name of the module that a class says it is of, "" where it says none."""
    module = (exact_names(cls) or {}).get("__module__")
    return module if type(module) is str else ""


def from_a_library(cls: type) -> bool:
    """Return whether a class comes from the standard library or an installed package."""
    module = module_of(cls)
    if not module:
        return not is_heap_type(cls)
    return module.partition(".")[0] in sys.stdlib_module_names or "-packages" in _file(module)


def _file(module: str) -> str:
    found = sys.modules.get(module)
    # exact: a learner may have put anything there
    path = found.__dict__.get("__file__") if type(found) is types.ModuleType else None
    return path if type(path) is str else ""


class ClassFacts:
    """What the walk asks of one class again and again: kept for one walk only.

    Attributes:
        members: Member descriptors by name: `__slots__` and the C struct members of the class.
        heap: Whether the class was made at run time.
        is_class: Whether its instances are classes.
        is_ours: Whether pymastery defines it.
        base: The first of `containers` that it inherits from, or None.
        names: Candidates for attribute names, unverified: the keys that the instances share, and
            what code of the class mentions.
    """

    __slots__ = ("_descriptors", "_found", "_mro", "_spaces", "base", "heap", "is_class", "is_ours", "members", "names")

    def __init__(self, cls: type, containers: tuple[Any, ...] = ()) -> None:
        self._mro = mro(cls)
        self.is_ours = module_of(cls).partition(".")[0] == "pymastery"
        self.is_class = self._inherits(type)
        self.base: Any = next((each for each in containers if self._inherits(each)), None)
        self.heap = is_heap_type(cls)
        self.members: list[tuple[str, Any]] = [
            (name, value)
            for base in self._mro
            for name, value in list(namespace(base).items())
            if type(value) is types.MemberDescriptorType
        ]
        self._found: dict[str, str] = {}
        self._spaces: list[dict[str, object] | None] | None = None
        self._descriptors: dict[int, bool] = {}
        self.names: list[str] = []
        if self.heap:
            self.names = list(dict.fromkeys([*shared_names(cls), *_assigned_names(self._mro)]))

    def _inherits(self, base: type) -> bool:
        return any(cls is base for cls in self._mro)

    def shadow(self, name: str) -> str:
        """Say what the class itself has under a name.

        Returns:
            "free" where no class of the MRO has the name, "value" for a plain value, "descriptor"
            where looking the name up could call `__get__` of the class attribute.
        """
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def class_value(self, name: str) -> object:
        """Return the class attribute of that name, or None."""
        return next((space[name] for space in map(namespace, self._mro) if name in space), None)

    def _look(self, name: str) -> str:
        if self._spaces is None:
            self._spaces = [exact_names(base) for base in self._mro]
        for space in self._spaces:
            if space is None:
                return "descriptor"
            if name in space:
                return "descriptor" if self._is_descriptor(type(space[name])) else "value"
        return "free"

    def _is_descriptor(self, cls: type) -> bool:
        if id(cls) not in self._descriptors:
            spaces = [exact_names(base) for base in mro(cls)]
            self._descriptors[id(cls)] = any(each is None or "__get__" in each for each in spaces)
        return self._descriptors[id(cls)]


def _assigned_names(classes: tuple[type, ...]) -> Iterator[str]:
    for cls in classes:
        space = namespace(cls)
        for value in list(space.values()):
            if type(value) is types.FunctionType:
                yield from code_names(value.__code__)
        for key in ("__static_attributes__", "__annotations__", "__match_args__"):
            found = space.get(key)
            if type(found) is tuple or type(found) is dict:
                yield from (name for name in cast("tuple[object, ...]", found) if type(name) is str)


def code_names(code: types.CodeType) -> Iterator[str]:
    """Yield the names in a code object and in the code nested in it."""
    pending = [code]
    while pending:
        code = pending.pop()
        yield from code.co_names
        pending.extend(const for const in code.co_consts if type(const) is types.CodeType)
