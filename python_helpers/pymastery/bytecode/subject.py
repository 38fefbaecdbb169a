"""From what a learner gives to a code object, or a sentence that says why there is none.

Only exact types of the interpreter are asked for attributes, so nothing of a learner's class runs.
"""

from __future__ import annotations

import functools
import types
from typing import Any

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
_CACHED: type = type(functools.lru_cache(lambda: None))
_HOLDERS: dict[int, str] = {
    id(functools.partial): "a partial is an object of C around a function: try its .func",
    id(property): "a property is an object of C around functions: try its .fget",
    id(_CACHED): "a cached function is an object of C around yours: try its .__wrapped__",
    id(types.ModuleType): "a module keeps no bytecode once it has run: try one of its functions, "
    "or pm.bytecode(inspect.getsource(module))",
    id(bytes): "source text must be a str: decode these bytes first",
}


def resolve(subject: Any) -> tuple[str, types.CodeType, str | None]:
    """Return what was given in words, its code object, and the source text where that was given.

    Raises:
        SyntaxError: For source text that is not Python.
        TypeError: For anything that has no bytecode.
    """
    if type(subject) is str:
        return "source text", _compiled(subject), subject
    in_method = id(type(subject)) in _METHODS
    while id(type(subject)) in _METHODS:
        subject = subject.__func__
    cls = type(subject)
    if cls is types.CodeType:
        return f"code object {bounded(subject.co_name)}", subject, None
    if id(cls) in _CODE_ATTRIBUTES:
        attribute, word = _CODE_ATTRIBUTES[id(cls)]
        code = getattr(subject, attribute)
        words = "method" if in_method and word == "function" else word
        return f"{words} {bounded(getattr(code, 'co_qualname', code.co_name))}", code, None
    raise TypeError(_refusal(subject, cls))


def _compiled(text: str) -> types.CodeType:
    try:
        return compile(text, "<source text>", "exec", dont_inherit=True)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise SyntaxError(
            f"line {line} of the source text has a lone surrogate, {text[error.start]!a}, "
            "which no file can hold: take it out"
        ) from None
    except ValueError as error:
        if "null bytes" in str(error):  # a SyntaxError only from 3.12
            raise SyntaxError(str(error)) from None
        raise


def _refusal(subject: Any, cls: type) -> str:
    if id(cls) in _IN_C:
        return f"{subject.__name__} is implemented in C: it has no bytecode; try a function written in Python"
    if issubclass_exactly(cls, type):
        return _class_refusal(subject)
    if id(cls) in _HOLDERS:
        return _HOLDERS[id(cls)]
    name = type_name(cls)
    own = type.__dict__["__dict__"].__get__(cls).get("__call__")
    if type(own) is types.FunctionType:
        return f"an object of class {name} has no bytecode of its own: try {name}.__call__"
    return (
        f"an object of class {name} has no bytecode; "
        "try a function, a method, a generator, a code object, or source text as a str"
    )


def _class_refusal(cls: type) -> str:
    name = type_name(cls)
    for attribute, value in type.__dict__["__dict__"].__get__(cls).items():
        if type(attribute) is str and type(value) is types.FunctionType:
            return (
                f"class {name} keeps no code object of its body: try a method, such as "
                f"{name}.{attribute}, or the source text of the class"
            )
    return f"class {name} has no method written in Python, so there is no bytecode to show; try a function"
