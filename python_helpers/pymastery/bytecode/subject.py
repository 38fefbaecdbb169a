"""From what a learner gives to a code object, or a sentence that says why there is none.

Only exact types of the interpreter are asked for attributes, so nothing of a learner's class runs.
"""

from __future__ import annotations

import functools
import tokenize
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import decode_source
from pathlib import Path
from typing import Any
from zipimport import zipimporter

from pymastery.bytecode.class_functions import class_refusal, functions_of
from pymastery.cpython.functions import CACHED, functions_in
from pymastery.describe import bounded, issubclass_exactly, type_name

# by identity: looking a class up by hash or comparing it would ask its metaclass
_CODE_ATTRIBUTES: dict[int, tuple[str, str]] = {
    id(types.FunctionType): ("__code__", "function"),
    id(types.GeneratorType): ("gi_code", "generator"),
    id(types.CoroutineType): ("cr_code", "coroutine"),
    id(types.AsyncGeneratorType): ("ag_code", "asynchronous generator"),
    id(types.FrameType): ("f_code", "frame of"),
}
_METHODS = frozenset(map(id, (types.MethodType, staticmethod, classmethod)))
_IN_C = frozenset(
    map(
        id,
        (
            types.BuiltinFunctionType,
            types.MethodDescriptorType,
            types.WrapperDescriptorType,
            types.MethodWrapperType,
            types.ClassMethodDescriptorType,
        ),
    )
)
_HOLDERS: tuple[tuple[type, str, tuple[str, ...]], ...] = (
    (functools.partial, "a partial", ("func",)),
    (property, "a property", ("fget", "fset", "fdel")),
    (CACHED, "a cached function", ("__wrapped__",)),
    (functools.cached_property, "a cached_property", ("func",)),
    (functools.partialmethod, "a partialmethod", ("func",)),
    (functools.singledispatchmethod, "a singledispatchmethod", ("func",)),
    (staticmethod, "a staticmethod", ("__func__",)),
    (classmethod, "a classmethod", ("__func__",)),
)


@dataclass(frozen=True)
class Subject:
    """What was given.

    Attributes:
        description: What it is, in words: "function f", "source text".
        codes: Its outermost code objects, one at least.
        text: The whole source, where it was given or read for compiling.
        owner: The name of the class whose functions these are, "" otherwise.
        notices: Sentences on how the code objects were come by.
        elsewhere: How many of `codes`, the last ones, come from elsewhere than the statement of the class.
    """

    description: str
    codes: tuple[types.CodeType, ...]
    text: str | None = None
    owner: str = ""
    notices: tuple[str, ...] = ()
    elsewhere: int = 0

    @property
    def own(self) -> tuple[types.CodeType, ...]:
        """The code objects that the source is shown of."""
        return self.codes[: len(self.codes) - self.elsewhere]


def resolve(subject: Any) -> Subject:
    """Return the code objects of what was given.

    Raises:
        SyntaxError: For source text that is not Python.
        TypeError: For anything that has no bytecode.
    """
    if type(subject) is str:
        return Subject("source text", (_compiled(subject, "<source text>"),), subject)
    in_method = id(type(subject)) in _METHODS
    subject, _ = unwrapped(subject)
    cls = type(subject)
    if cls is types.CodeType:
        return Subject(f"code object {bounded(subject.co_name)}", (subject,))
    if id(cls) in _CODE_ATTRIBUTES:
        attribute, word = _CODE_ATTRIBUTES[id(cls)]
        code = getattr(subject, attribute)
        noun = "method" if in_method and word == "function" else word
        return Subject(f"{noun} {bounded(getattr(code, 'co_qualname', code.co_name))}", (code,))
    if issubclass_exactly(cls, type):
        return _of_class(subject)
    if issubclass_exactly(cls, types.ModuleType):
        return _of_module(subject)
    raise TypeError(refusal(subject))


def unwrapped(method: Any) -> tuple[Any, tuple[object, ...]]:
    """Return what a bound, static or class method wraps, and what is passed to it before the arguments.

    Anything else is returned as it is, with nothing to pass.
    """
    bound: tuple[object, ...] = ()
    seen: set[int] = set()
    while id(type(method)) in _METHODS and id(method) not in seen:
        seen.add(id(method))  # a staticmethod can be made to hold itself
        if type(method) is types.MethodType:
            bound = (method.__self__, *bound)
        method = method.__func__
    return method, bound


def is_in_c(obj: object) -> bool:
    """Return whether an object is a function or method that is implemented in C."""
    return id(type(obj)) in _IN_C


def visit(roots: Sequence[types.CodeType]) -> Iterator[tuple[types.CodeType, int]]:
    """Yield every code object with its level of nesting: each once, an outer one before those in its constants."""
    seen: set[int] = set()
    pending = [(code, 0) for code in reversed(roots)]
    while pending:
        code, level = pending.pop()
        if id(code) not in seen:
            seen.add(id(code))
            yield code, level
            inner = [const for const in code.co_consts if type(const) is types.CodeType]
            pending.extend((const, level + 1) for const in reversed(inner))


def _of_class(cls: type) -> Subject:
    """The functions in a class's namespace: of its body no code object is kept."""
    name, found = type_name(cls), functions_of(cls, is_in_c)
    codes = tuple(code for _, code in (*found.own, *found.elsewhere))
    if not codes:
        raise TypeError(class_refusal(cls, found, is_in_c))
    notice = f"These are the functions of class {name}: of a class body that has run no code object is kept."
    return Subject(f"class {name}", codes, None, name, (notice, *found.notices), len(found.elsewhere))


def _of_module(module: types.ModuleType) -> Subject:
    """A module's file, compiled again: the code object that ran at import is not kept."""
    namespace: dict[str, object] = vars(types.ModuleType)["__dict__"].__get__(module)
    values = (_held(namespace, name) for name in ("__name__", "__file__"))
    name, file = (value if type(value) is str else "" for value in values)
    shown = bounded(name or "?")
    if name == "__main__" and not file.endswith(".py"):
        raise TypeError(
            "the notebook's own module has no file: each statement of a cell was compiled alone; "
            "try one of your functions, or source text as a str"
        )
    if not file.endswith(".py"):
        raise TypeError(f"module {shown} has no file of Python source, so there is no bytecode to show")
    text = _text_of(file)
    if text is None:
        raise TypeError(f"the file of module {shown} cannot be read: {bounded(file, 120)}")
    notice = f"The file of module {shown} was compiled again: the code object that ran at import is not kept."
    return Subject(f"module {shown}", (_compiled(text, file),), text, notices=(notice,))


def _held(namespace: Mapping[str, object], name: str) -> object:
    """The value of a name in a namespace, None where there is none."""
    # a key of a subclass of str would be asked whether it is equal
    return next((value for key, value in list(namespace.items()) if type(key) is str and key == name), None)


def _text_of(file: str) -> str | None:
    """The text of a file of source, None where it cannot be read."""
    try:
        if not Path(file).is_file():  # a pipe has to wait for somebody who writes into it
            return decode_source(_zipped(file))
        with tokenize.open(file) as stream:
            return stream.read()
    except (ImportError, OSError, SyntaxError, ValueError):
        return None


def _zipped(file: str) -> bytes:
    """A file in an archive that modules are imported from, as Pyodide's whole library is; ImportError for any other."""
    return zipimporter(str(Path(file).parent)).get_data(file)


def _compiled(text: str, filename: str) -> types.CodeType:
    at = text.find("\0")
    if at >= 0:  # before 3.12 a ValueError, and after it a SyntaxError that does not say where
        raise _error_at(text, at, filename, "source code string cannot contain null bytes")
    try:
        return compile(text, filename, "exec", dont_inherit=True)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        message = (
            f"line {line} of the source text has a lone surrogate, {text[error.start]!a}, "
            "which no file can hold: take it out"
        )
        raise _error_at(text, error.start, filename, message) from None


def _error_at(text: str, at: int, filename: str, message: str) -> SyntaxError:
    line, begin = text.count("\n", 0, at) + 1, text.rfind("\n", 0, at) + 1
    return SyntaxError(message, (filename, line, at - begin + 1, None))


def refusal(subject: Any) -> str:
    """Return why an object has no bytecode, and what to try instead."""
    cls = type(subject)
    if is_in_c(subject):
        return f"{subject.__name__} is implemented in C: it has no bytecode; try a function written in Python"
    for base, noun, attributes in _HOLDERS:
        if issubclass_exactly(cls, base):
            return _of_holder(subject, base, noun, attributes)
    name = type_name(cls)
    if issubclass_exactly(cls, bytes) or issubclass_exactly(cls, bytearray):
        return "source text must be a str: decode these bytes first"
    if issubclass_exactly(cls, str):
        return f"source text must be exactly a str, and this is one of class {name}: convert it with str(x) first"
    for owner in type.__dict__["__mro__"].__get__(cls):
        call = _held(type.__dict__["__dict__"].__get__(owner), "__call__")
        if call is not None:
            if any(functions_in(call)):
                return f"an object of class {name} has no bytecode of its own: try {type_name(owner)}.__call__"
            break
    return (
        f"an object of class {name} has no bytecode; "
        "try a function, a method, a generator, a code object, or source text as a str"
    )


def _of_holder(subject: Any, base: type, noun: str, attributes: Sequence[str]) -> str:
    """Why a property or its like has no bytecode, and which of its attributes has."""
    said = f"{noun} is an object around a function"
    for attribute in attributes:
        value = _kept(subject, base, attribute)
        if any(functions_in(value)) or (issubclass_exactly(type(value), type) and _has_functions(value)):
            return f"{said}: try its .{attribute}"
        if is_in_c(value):
            return f"{said}, and {value.__name__} is implemented in C: it has no bytecode"
    return f"{said}, and this one holds none that is written in Python: it has no bytecode"


def _has_functions(cls: type) -> bool:
    found = functions_of(cls, is_in_c)
    return bool(found.own or found.elsewhere)


def _kept(subject: Any, base: type, attribute: str) -> Any:
    """What an object keeps in an attribute that a class of the interpreter or of functools gives it."""
    namespace = type.__dict__["__dict__"].__get__(base)
    member, held = namespace.get(attribute), namespace.get("__dict__")
    if type(member) is types.MemberDescriptorType:
        return member.__get__(subject)
    return _held(held.__get__(subject), attribute) if type(held) is types.GetSetDescriptorType else None
