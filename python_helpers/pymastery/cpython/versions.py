"""Who has a version number: what the inline caches of specialised instructions compare with.

A class gets a `tp_version_tag` when something is first looked up in it, and loses it when it
changes. A dict's keys get a `dk_version` when an instruction specialises on them, and lose it when
a key is added or removed. A function has a `func_version`, which since 3.12 is that of its code
object, so that all functions made from one share it. No number is given twice.

They are in no public API, so they are read from memory, guarded. Only exact types are asked for
attributes, and classes through `type`'s own descriptors: nothing of a learner's class runs.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from pymastery.cpython import memory
from pymastery.cpython.functions import functions_in
from pymastery.cpython.models import HEAP_TYPE
from pymastery.cpython.structs import Layouts, disagreements, layouts_here

CLASSES = 100_000
"""Classes looked at, at most."""

FUNCTIONS = 20_000
"""Functions looked at, at most."""

_subclasses: Callable[[type], list[type]] = type.__dict__["__subclasses__"]
_flags: Callable[[type], int] = type.__dict__["__flags__"].__get__
_basic_size: Callable[[type], int] = type.__dict__["__basicsize__"].__get__
_mro: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
_namespace: Callable[[type], Mapping[str, object]] = type.__dict__["__dict__"].__get__
_module_dict: Callable[[types.ModuleType], dict[str, object]] = vars(types.ModuleType)["__dict__"].__get__


def readable() -> bool:
    """Return whether version numbers can be read here at all."""
    return _layouts() is not None


def type_version(cls: type) -> int | None:
    """Return the `tp_version_tag` of a class, 0 where it has none now, None where it cannot be read."""
    return _number(id(cls), "PyTypeObject", "tp_version_tag")


def function_version(function: types.FunctionType) -> int | None:
    """Return the `func_version` of a function, 0 where it has none now, None where it cannot be read."""
    return _number(id(function), "PyFunctionObject", "func_version")


def code_version(code: types.CodeType) -> int | None:
    """Return the `co_version` that functions made from `code` get (3.12+), None where there is none."""
    return _number(id(code), "PyCodeObject", "co_version")


def keys_version(mapping: dict[Any, Any]) -> int | None:
    """Return the `dk_version` of a dict's keys, 0 where they have none now, None where it cannot be read."""
    if not any(base is dict for base in _mro(type(mapping))):  # builtins may be any mapping
        return None
    return _keys_version(id(mapping), "PyDictObject", "ma_keys")


def shared_keys_version(cls: type) -> int | None:
    """Return the `dk_version` of the keys that a class keeps for its instances (PEP 412).

    Returns:
        0 where the class has no such keys or they have no version; None where it cannot be read.
    """
    if not _flags(cls) & HEAP_TYPE:
        return 0
    return _keys_version(id(cls), "PyHeapTypeObject", "ht_cached_keys")


def _keys_version(address: int, struct: str, member: str) -> int | None:
    keys = _number(address, struct, member)
    return _number(keys, "_dictkeysobject", "dk_version") if keys else keys


def _number(address: int, struct: str, name: str) -> int | None:
    layouts = _layouts()
    member = layouts.find(struct, name) if layouts else None
    if member is None:
        return None
    try:
        return int.from_bytes(memory.read(address + member.offset, member.size), sys.byteorder)
    except (memory.BadAddress, memory.NoReader):
        return None


@cache
def _layouts() -> Layouts | None:
    layouts = layouts_here()
    try:
        if layouts is None or disagreements(layouts, memory.read):
            return None
    except memory.NoReader:
        return None
    said = ((type, "PyHeapTypeObject"), (types.FunctionType, "PyFunctionObject"))
    return layouts if all(_basic_size(cls) == layouts.size(struct) for cls, struct in said) else None


def is_class(obj: object) -> bool:
    """Return whether `obj` is a class, without asking it or its metaclass."""
    return any(base is type for base in _mro(type(obj)))


def classes() -> Iterator[type]:
    """Yield every class there is, `object` first; at most CLASSES.

    The walk goes through `type.__subclasses__`, which a metaclass cannot replace here.
    """
    seen = {id(object)}
    pending: list[type] = [object]
    while pending:
        cls = pending.pop()
        yield cls
        for each in _subclasses(cls):
            if id(each) not in seen and len(seen) < CLASSES:
                seen.add(id(each))
                pending.append(each)


def attribute(cls: type, name: str) -> tuple[type, object] | None:
    """Return the first class of the MRO that has an attribute, and what its namespace has there."""
    for base in _mro(cls):
        found = _namespace(base).get(name, _MISSING)
        if found is not _MISSING:
            return base, found
    return None


_MISSING = object()


def functions_of(obj: object) -> Iterator[types.FunctionType]:
    """Yield the functions that an object is, wraps or, for a class, has in its MRO."""
    if is_class(obj):
        for base in _mro(obj):  # type: ignore[arg-type]
            for value in list(_namespace(base).values()):
                yield from functions_in(value)
    else:
        yield from functions_in(obj)


class Owners:
    """Finds who has a version number now. Keeps what it has seen alive while it lives.

    Args:
        candidates: Objects to look for functions and modules in: values of the globals, contents
            of closures, arguments. Classes are found without.
    """

    def __init__(self, candidates: Iterable[object] = ()) -> None:
        self._candidates: dict[int, object] = {}
        self._classes: dict[int, type] = {}
        self._functions: dict[int, types.FunctionType] = {}
        self._modules: list[types.ModuleType] = []
        self._codes: dict[int, types.CodeType] = {}
        # a number that nobody has now, nobody will have again
        self._no_class: set[int] = set()
        self._no_function: set[int] = set()
        self.add(candidates)

    def add(self, candidates: Iterable[object]) -> None:
        """Take more objects to look in."""
        for obj in candidates:
            if type(obj) is types.ModuleType:
                self._modules.append(obj)
            elif id(obj) not in self._candidates:
                self._candidates[id(obj)] = obj
                self._no_function.clear()

    def add_codes(self, codes: Iterable[types.CodeType]) -> None:
        """Take code objects whose functions are made anew in each call."""
        self._codes.update((version, code) for code in codes for version in [code_version(code)] if version)

    def cls(self, version: int) -> type | None:
        """Return the class whose `tp_version_tag` is `version` now, None where none has it."""
        if not self._has_class(version) and version not in self._no_class:
            self._classes.update((found, each) for each in classes() for found in [type_version(each)] if found)
            if not self._has_class(version):
                self._no_class.add(version)
        return self._classes[version] if self._has_class(version) else None

    def _has_class(self, version: int) -> bool:
        found = self._classes.get(version)
        return found is not None and type_version(found) == version

    def function(self, version: int) -> types.FunctionType | None:
        """Return a function among the candidates whose `func_version` is `version` now."""
        if not self._has_function(version) and version not in self._no_function:
            self._read_functions()
            if not self._has_function(version):
                self._no_function.add(version)
        return self._functions[version] if self._has_function(version) else None

    def _has_function(self, version: int) -> bool:
        found = self._functions.get(version)
        return found is not None and function_version(found) == version

    def _read_functions(self) -> None:
        # a function gets its number when something specialises on it, so all are asked again
        every = (function for obj in self._candidates.values() for function in functions_of(obj))
        self._functions.clear()
        for function in islice(every, FUNCTIONS):
            version = function_version(function)
            if version:
                self._functions.setdefault(version, function)

    def code(self, version: int) -> types.CodeType | None:
        """Return the code object among the candidates whose functions have `version`."""
        return self._codes.get(version)

    def module(self, version: int) -> types.ModuleType | None:
        """Return the module whose namespace has keys of `version` now: a candidate, or an imported one."""
        imported: Iterable[object] = list(sys.modules.values()) if type(sys.modules) is dict else ()
        for module in (*self._modules, *imported):
            if type(module) is types.ModuleType and keys_version(_module_dict(module)) == version:
                return module
        return None


def module_namespace(module: types.ModuleType) -> dict[str, object]:
    """Return the namespace of an exact module without asking the module for an attribute."""
    return _module_dict(module)
