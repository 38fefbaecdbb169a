"""The functions of a class: those of its own statement, those from elsewhere, and what has no bytecode.

A function is one of the class's own where its qualified name says that it was compiled inside the class's
statement, its globals are of the class's module, and its file is that of the others. Nothing of the class
runs: its namespace is read, no attribute is looked up.
"""

from __future__ import annotations

import gc
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pymastery.cpython.functions import functions_in, held_by, kept_in
from pymastery.cpython.models import HEAP_TYPE
from pymastery.describe import bounded, issubclass_exactly, printable, type_name, visible

NAMED = 12
"""Names that one sentence has at most."""

_OBJECTS = 200
"""Objects looked into at most to find the functions that one value holds."""

_DEPTH = 20
_BY_EXEC = "<string>"
_NAMESPACE = type.__dict__["__dict__"].__get__
_QUALNAME = type.__dict__["__qualname__"].__get__
_MRO = type.__dict__["__mro__"].__get__
_FLAGS = type.__dict__["__flags__"].__get__
_BASICS = (types.ModuleType, types.FrameType, types.GeneratorType, types.CoroutineType)


@dataclass(frozen=True)
class ClassFunctions:
    """The functions of one class, in the order of its namespace.

    Attributes:
        own: Of its own statement: name in the namespace, code object.
        elsewhere: Of another place likewise.
        nested: The names of the classes inside its statement.
        without: The names of the functions and methods written in C.
    """

    own: tuple[tuple[str, types.CodeType], ...]
    elsewhere: tuple[tuple[str, types.CodeType], ...]
    nested: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences on what comes from elsewhere and what is left out."""
        said = []
        if self.elsewhere:
            files: dict[str, list[str]] = {}
            for name, code in self.elsewhere:
                files.setdefault(bounded(code.co_filename, 120), []).append(name)
            parts = "; ".join(f"{_listed(names)} of {file}" for file, names in files.items())
            said.append(f"These come from elsewhere than the class statement, so without source: {parts}.")
        left = [("classes inside it", self.nested), ("functions written in C", self.without)]
        parts = "; ".join(f"{what} ({_listed(names)})" for what, names in left if names)
        return (*said, *([f"Not shown: {parts}."] if parts else ()))


def functions_of(cls: type, is_in_c: Callable[[object], bool]) -> ClassFunctions:
    """Return the functions of a class.

    Args:
        cls: The class.
        is_in_c: Tells of an object whether it is a function or method implemented in C.
    """
    namespace = list(_NAMESPACE(cls).items())
    qualname = str.__str__(_QUALNAME(cls))
    place = _Place(f"{qualname}.", _module_of(namespace))
    found = [(_shown(name), function) for name, value in namespace for function in _functions(value, place)]
    file = _file_of(function for _, function in found if place.has(function))
    codes: dict[int, tuple[bool, str, types.CodeType]] = {}
    for name, function in found:
        is_own = place.has(function) and _filename(function) == file
        codes.setdefault(id(function.__code__), (is_own, name, function.__code__))
    every = codes.values()
    return ClassFunctions(
        own=tuple((name, code) for is_own, name, code in every if is_own),
        elsewhere=tuple((name, code) for is_own, name, code in every if not is_own),
        nested=tuple(_shown(name) for name, value in namespace if _is_nested(value, place)),
        without=tuple(_shown(name) for name, value in namespace if is_in_c(_end(value))),
    )


def class_refusal(cls: type, found: ClassFunctions, is_in_c: Callable[[object], bool]) -> str:
    """Return why a class without functions has no bytecode, and what to try instead."""
    name = type_name(cls)
    if found.nested:
        return f"class {name} has no function of its own, so it has no bytecode: try {name}.{found.nested[0]}"
    for base in islice(_MRO(cls), 1, _OBJECTS):
        inherited = functions_of(base, is_in_c)
        if inherited.own or inherited.elsewhere:
            return (
                f"class {name} has no function of its own, so it has no bytecode: "
                f"it inherits those of {type_name(base)}; try {type_name(base)}"
            )
    return f"class {name} has no method written in Python, so it has no bytecode; try a function"


def _shown(name: object) -> str:
    return printable(bounded(name)) if issubclass_exactly(type(name), str) else "?"  # type: ignore[arg-type]


def _listed(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    more = f" and {len(every) - NAMED} more" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more


@dataclass(frozen=True)
class _Place:
    """Where a class's statement stands: what the qualified names in it begin with, and the name of the module."""

    prefix: str
    module: object

    def has(self, function: types.FunctionType) -> bool:
        """Whether a function was compiled there, as far as it says."""
        code = function.__code__
        qualname = getattr(code, "co_qualname", None)
        if qualname is None:  # before 3.11 the function alone has it, and functools.wraps changes it
            qualname = str.__str__(function.__qualname__)
            if qualname.rpartition(".")[2] != str.__str__(code.co_name):
                return False
        return str.__str__(qualname).startswith(self.prefix) and self.module == _name_in(function.__globals__)


def _name_in(namespace: dict[str, Any]) -> object:
    # a key of a subclass of str would be asked whether it is equal
    names = (value for key, value in list(dict.items(namespace)) if type(key) is str and key == "__name__")
    return next((name for name in names if type(name) is str), None)


def _module_of(namespace: Iterable[tuple[object, object]]) -> object:
    values = (value for key, value in namespace if type(key) is str and key == "__module__")
    return next((value for value in values if type(value) is str), None)


def _filename(function: types.FunctionType) -> str:
    return visible(function.__code__.co_filename)


def _file_of(functions: Iterable[types.FunctionType]) -> str | None:
    """The file of a class: that of its first function, but rather a file than what was made by exec."""
    files = list(dict.fromkeys(map(_filename, functions)))
    return next((file for file in files if file != _BY_EXEC), files[0] if files else None)


def _functions(value: object, place: _Place) -> Iterator[types.FunctionType]:
    """The functions that a value is or holds, and those of the class that it was put around."""
    direct = list(functions_in(value))
    yield from direct
    seen = {id(function) for function in direct}
    for function in _around(value):
        if id(function) not in seen and place.has(function):
            seen.add(id(function))
            yield function


def _around(value: object) -> Iterator[types.FunctionType]:
    """Every function that a decorator's result leads to: through closures, `__wrapped__` and attributes."""
    pending: list[tuple[object, bool]] = [(value, False)]
    seen: set[int] = set()
    while pending and len(seen) < _OBJECTS:
        part, is_inside = pending.pop(0)
        if id(part) in seen:
            continue
        seen.add(id(part))
        if type(part) is types.FunctionType:
            yield part
            pending += ((each, True) for each in _behind(part))
        elif type(part) is dict and is_inside:
            pending += ((each, True) for each in islice(list(dict.values(part)), _OBJECTS))
        elif kept_in(part):
            pending += ((each, True) for each in (*kept_in(part), *held_by(part).values()))
        elif _is_instance(part):
            # the interpreter's own walk of what an object refers to asks nothing of its class
            pending += ((each, True) for each in islice(gc.get_referents(part), _OBJECTS))


def _behind(function: types.FunctionType) -> Iterator[object]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # it has no value
            continue
    yield from (value for name, value in held_by(function).items() if name == "__wrapped__")


def _is_instance(value: object) -> bool:
    """Whether the class of an object is one that a class statement made, and the object no class."""
    cls = type(value)
    is_made = bool(_FLAGS(cls) & HEAP_TYPE)
    return is_made and not issubclass_exactly(cls, type) and not any(issubclass_exactly(cls, each) for each in _BASICS)


def _is_nested(value: object, place: _Place) -> bool:
    return issubclass_exactly(type(value), type) and str.__str__(_QUALNAME(value)).startswith(place.prefix)


def _end(value: object) -> object:
    """What a method, a property or its like is put around in the end."""
    for _ in range(_DEPTH):  # a staticmethod can be made to hold itself
        inner = kept_in(value)
        if not inner:
            break
        value = inner[0]
    return value
