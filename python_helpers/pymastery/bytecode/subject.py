"""From what a learner gives to a code object, or a sentence that says why there is none.

Only exact types of the interpreter are asked for attributes, so nothing of a learner's class runs.
"""

from __future__ import annotations

import functools
import types
from typing import Any

from pymastery.describe import issubclass_exactly, type_name

_CODE_ATTRIBUTES: dict[type, tuple[str, str]] = {
    types.FunctionType: ("__code__", "function"),
    types.GeneratorType: ("gi_code", "generator"),
    types.CoroutineType: ("cr_code", "coroutine"),
    types.AsyncGeneratorType: ("ag_code", "asynchronous generator"),
    types.FrameType: ("f_code", "frame of"),
}
_INNER_FUNCTIONS: dict[type, str] = {
    types.MethodType: "__func__",
    staticmethod: "__func__",
    classmethod: "__func__",
}
_IN_C = (
    types.BuiltinFunctionType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.MethodWrapperType,
    types.ClassMethodDescriptorType,
)
_HOLDERS: dict[type, str] = {
    functools.partial: "a partial is an object of C around a function: try its .func",
    property: "a property is an object of C around functions: try its .fget",
    type(functools.lru_cache(lambda: None)): "a cached function is an object of C around yours: try its .__wrapped__",
    types.ModuleType: "a module keeps no bytecode once it has run: try one of its functions, "
    "or pm.bytecode(inspect.getsource(module))",
    bytes: "source text must be a str: decode these bytes first",
}


def resolve(subject: Any) -> tuple[str, types.CodeType, str | None]:
    """Return what was given in words, its code object, and the source text where that was given.

    Raises:
        SyntaxError: For source text that is not Python.
        TypeError: For anything that has no bytecode.
    """
    cls = type(subject)
    if cls is str:
        return "source text", _compiled(subject), subject
    if cls is types.CodeType:
        return f"code object {subject.co_name}", subject, None
    if cls in _INNER_FUNCTIONS:
        inner = getattr(subject, _INNER_FUNCTIONS[cls])
        words, code, _ = resolve(inner)
        return words.replace("function", "method", 1), code, None
    if cls in _CODE_ATTRIBUTES:
        attribute, word = _CODE_ATTRIBUTES[cls]
        code = getattr(subject, attribute)
        return f"{word} {getattr(code, 'co_qualname', code.co_name)}", code, None
    raise TypeError(_refusal(subject, cls))


def _compiled(text: str) -> types.CodeType:
    try:
        return compile(text, "<source text>", "exec", dont_inherit=True)
    except ValueError as error:
        if "null bytes" in str(error):  # a SyntaxError only from 3.12
            raise SyntaxError(str(error)) from None
        raise


def _refusal(subject: Any, cls: type) -> str:
    if cls in _IN_C:
        return f"{subject.__name__} is implemented in C: it has no bytecode; try a function written in Python"
    if issubclass_exactly(cls, type):
        return _class_refusal(subject)
    if cls in _HOLDERS:
        return _HOLDERS[cls]
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
        if type(value) is types.FunctionType:
            return (
                f"class {name} keeps no code object of its body: try a method, such as "
                f"{name}.{attribute}, or the source text of the class"
            )
    return f"class {name} has no method written in Python, so there is no bytecode to show; try a function"
