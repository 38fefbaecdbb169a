"""Words for objects that are safe to ask for: nothing here runs code of an object's class.

A `__repr__`, `__len__` or `__sizeof__` written by a learner may be wrong, slow or endless, and a
picture must not change or hang what it shows, so only exact built-in types are asked.
"""

from __future__ import annotations

import sys
import types
from typing import Any

LIMIT = 60
"""Characters of a description, as a default."""

_TYPE_NAME = type.__dict__["__name__"].__get__
_FAMILIES: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("singleton", (type(None), type(Ellipsis), type(NotImplemented))),
    ("number", (int, float, complex)),
    ("text", (str, bytes, bytearray, memoryview)),
    ("sequence", (tuple, list, range)),
    ("mapping", (dict, types.MappingProxyType)),
    ("set", (set, frozenset)),
    ("class", (type,)),
    (
        "callable",
        (
            types.FunctionType,
            types.BuiltinFunctionType,
            types.MethodType,
            types.MethodWrapperType,
            types.WrapperDescriptorType,
            types.MethodDescriptorType,
            types.ClassMethodDescriptorType,
            types.CodeType,
        ),
    ),
    ("module", (types.ModuleType,)),
    ("frame", (types.FrameType, types.CellType, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)),
)


def type_name(cls: type) -> str:
    """Return the `__name__` of a class without asking its metaclass; at most LIMIT characters."""
    return bounded(_TYPE_NAME(cls), LIMIT)


def family(obj: object) -> str:
    """Return the family of an object: the word that colours it in every view."""
    cls = type(obj)
    for name, members in _FAMILIES:
        if any(issubclass_exactly(cls, member) for member in members):
            return name
    return "instance"


def issubclass_exactly(cls: type, base: type) -> bool:
    """Return whether `base` is in the MRO of `cls`, without `__subclasscheck__`."""
    # `in` would ask a metaclass for __eq__
    return any(member is base for member in type.__dict__["__mro__"].__get__(cls))


def visible(text: str) -> str:
    """Return `text` as an exact str that can be sent: lone surrogates as escapes."""
    exact = str.__str__(text)  # a name may be of a subclass, whose methods are code of the learner
    return exact if exact.isascii() else exact.encode("utf-8", "backslashreplace").decode("utf-8")


def printable(text: str) -> str:
    """Return `text` with all that cannot be printed as escapes: line ends, and what a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def bounded(text: str, limit: int = LIMIT) -> str:
    """Return `text` made visible, its middle replaced by "…" where it has more than `limit` characters."""
    return _shortened(visible(_shortened(str.__str__(text), limit)), limit)


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = (limit - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (limit - 1 - head) :]}"


def describe(obj: object, limit: int = LIMIT) -> str:
    """Return a short repr of any object, at most `limit` characters long.

    Exact built-in types show their value, containers the first items of theirs; any other object
    shows its type's name. Nothing of the object's own class is called.
    """
    return bounded(_describe(obj, limit, 3), limit)


def describe_constant(value: object, limit: int) -> str:
    """Return `repr(value)` of a constant that the compiler makes, its middle cut over `limit` characters.

    Nesting does not cut it: each level takes a character. Other objects are described as `describe` does.
    """
    return bounded(_describe(value, limit, limit), limit)


def _describe(obj: object, limit: int, depth: int) -> str:
    cls = type(obj)
    if id(cls) in _SHOWN_BY_REPR:
        return repr(obj)
    if cls is int:
        return _describe_int(obj, limit)  # type: ignore[arg-type]
    if cls is range:
        return _describe_range(obj, limit)  # type: ignore[arg-type]
    if cls is slice:
        return _describe_slice(obj, limit, depth)  # type: ignore[arg-type]
    if cls is str or cls is bytes or cls is bytearray:
        return _describe_text(obj, limit)  # type: ignore[arg-type]
    if id(cls) in _CONTAINERS:
        return _describe_items(obj, limit, depth)
    return _describe_named(obj, cls)


def _describe_int(value: int, limit: int) -> str:
    # 3.33 bits make a digit; a huge int would take quadratic time, or hit the digits limit of 3.11+
    if value.bit_length() > limit * 4:
        return f"{hex(value >> (value.bit_length() - value.bit_length() % 4 - 32))}… ({value.bit_length()} bits)"
    return repr(value)


def _describe_range(value: range, limit: int) -> str:
    numbers = (value.start, value.stop) if value.step == 1 else (value.start, value.stop, value.step)
    return f"range({', '.join(_describe_int(number, limit) for number in numbers)})"


def _describe_slice(value: slice, limit: int, depth: int) -> str:
    parts: list[str] = []
    room = limit
    for part in (value.start, value.stop, value.step):
        parts.append(_describe(part, limit, depth - 1) if depth and room > 0 else "…")
        room -= len(parts[-1]) + 2
    return f"slice({', '.join(parts)})"


def _describe_text(value: str | bytes | bytearray, limit: int) -> str:
    if len(value) <= limit:
        return repr(value)
    return f"{value[: limit - 2]!r}…"


_BRACKETS: dict[type, tuple[str, str]] = {
    tuple: ("(", ")"),
    list: ("[", "]"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}
# by identity: looking a class up by hash would ask its metaclass for __hash__
_CONTAINERS = {id(cls): brackets for cls, brackets in _BRACKETS.items()}
_SHOWN_BY_REPR = frozenset(map(id, (type(None), bool, float, complex, type(Ellipsis), type(NotImplemented))))


def _describe_items(obj: object, limit: int, depth: int) -> str:
    cls = type(obj)
    opening, closing = _CONTAINERS[id(cls)]
    size = len(obj)  # type: ignore[arg-type]
    if not size and (cls is set or cls is frozenset):
        return f"{cls.__name__}()"
    if size and not depth:
        return f"{opening}…{closing}"
    parts: list[str] = []
    room = limit
    for item in _first_items(obj, limit):
        text = (
            f"{_describe(item[0], limit, depth - 1)}: {_describe(item[1], limit, depth - 1)}"
            if cls is dict
            else _describe(item, limit, depth - 1)
        )
        parts.append(text)
        room -= len(text) + 2
        if room < 0:
            break
    if len(parts) < size:
        parts.append("…")
    comma = "," if cls is tuple and size == 1 else ""
    return f"{opening}{', '.join(parts)}{comma}{closing}"


def _first_items(obj: Any, limit: int) -> list[Any]:  # items of a container that others may change
    items = obj.items() if type(obj) is dict else obj
    try:
        return [item for item, _ in zip(items, range(limit), strict=False)]
    except RuntimeError:  # changed while being read
        return []


def _describe_named(obj: Any, cls: type) -> str:
    # exact types only: isinstance() would ask the object for its __class__
    if issubclass_exactly(cls, type):
        return f"<class {str.__str__(_TYPE_NAME(obj))}>"
    if cls is types.CodeType:
        return f"<code {str.__str__(obj.co_name)}>"
    if cls is types.FunctionType:
        return f"<function {str.__str__(obj.__name__)}>"
    if cls is types.BuiltinFunctionType:
        return f"<built-in {obj.__name__}>"
    if cls is types.ModuleType:
        name = obj.__dict__.get("__name__")
        return f"<module {name}>" if type(name) is str else "<module>"
    return f"<{type_name(cls)}>"


def safe_sizeof(obj: object) -> int:
    """Return `sys.getsizeof(obj)` in bytes, or 0 where `__sizeof__` of the class is no method of C."""
    for cls in type.__dict__["__mro__"].__get__(type(obj)):
        found = type.__dict__["__dict__"].__get__(cls).get("__sizeof__")
        if found is not None:
            # any other kind of attribute is called through code of the learner's
            return _getsizeof(obj) if type(found) is types.MethodDescriptorType else 0
    return 0


def _getsizeof(obj: object) -> int:
    try:
        return sys.getsizeof(obj, 0)
    except Exception:  # a C type may refuse
        return 0
