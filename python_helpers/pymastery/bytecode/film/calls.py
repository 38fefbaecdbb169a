"""Runs a fresh copy of a learner's function, and says in words what came of each call.

The copy has the same globals, closure and defaults, but code objects that have never run: so what
specialises in it starts from nothing, and the original is left as it was.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pymastery.bytecode.subject import is_in_c, refusal, unwrapped
from pymastery.describe import bounded, describe, issubclass_exactly, type_name, visible

ITEMS = 10_000
"""Items that a generator is asked for, at most."""

_args: Callable[[BaseException], tuple[object, ...]] = vars(BaseException)["args"].__get__
_SUSPENDED = "suspended: it waits for something that only an event loop brings, so it was closed"


@dataclass(frozen=True)
class Outcome:
    """What came of a call.

    Attributes:
        text: In words: "returned 3", "raised ValueError: no".
        kind: Calls with an equal kind came out alike.
        cut: Whether a generator had more items than were asked for.
    """

    text: str
    kind: tuple[object, ...]
    cut: bool = False


@dataclass(frozen=True)
class Call:
    """What a function is called with."""

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]

    def text(self) -> str:
        """Return the arguments as they would be written, as far as it is safe to know."""
        named = (f"{visible(name)}={describe(value)}" for name, value in self.kwargs.items())
        return bounded(f"({', '.join([*map(describe, self.args), *named])})")

    @property
    def kinds(self) -> tuple[object, ...]:
        """What tells whether two calls got arguments of the same types."""
        # by identity: comparing two classes would ask their metaclass
        named = ((str.__str__(name), id(type(value))) for name, value in self.kwargs.items())
        return (*(id(type(argument)) for argument in self.args), *named)


def calls_of(calls: Iterable[Any], limit: int) -> list[Call]:
    """Return what each call is made with, `limit` calls at most.

    Raises:
        TypeError: For what is no series of calls.
    """
    try:
        every = list(islice(calls, limit))
    except TypeError:
        raise TypeError(
            f"give the arguments of each call in a list, such as [(1, 2), (3, 4)], not {describe(calls)}"
        ) from None
    return [_call(each) for each in every]


def _call(given: Any) -> Call:
    if type(given) is Call:
        return given
    if type(given) is inspect.BoundArguments:
        return Call(given.args, given.kwargs)
    return Call(given if type(given) is tuple else (given,), {})


@dataclass(frozen=True)
class Copy:
    """A function that can be run.

    Attributes:
        name: In words, such as "method Point.dist".
        original: The learner's function.
        copy: The function that is run.
        bound: What is passed before the arguments: the self of a method.
    """

    name: str
    original: types.FunctionType
    copy: types.FunctionType
    bound: tuple[object, ...]

    @property
    def code(self) -> types.CodeType:
        """The fresh code object that runs."""
        return self.copy.__code__

    def run(self, call: Call) -> Outcome:
        """Call the copy once, and do with the result what makes its code run to the end.

        Raises:
            KeyboardInterrupt: As the learner wants to stop. Anything else that is raised is an outcome.
        """
        try:
            return _finished(self.copy(*self.bound, *call.args, **call.kwargs), self.code.co_flags)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return _raised(error)


def copy_of(function: Any) -> Copy:
    """Return a fresh copy of a function or method, ready to run.

    Raises:
        TypeError: For what is neither, with a sentence that says what to give instead.
    """
    inner, bound = unwrapped(function)
    if type(inner) is not types.FunctionType:
        raise TypeError(_refusal(inner))
    word = "method" if bound else "function"
    return Copy(f"{word} {bounded(inner.__qualname__)}", inner, _fresh(inner), bound)


def _refusal(obj: object) -> str:
    cls = type(obj)
    if cls is str:
        return "only a function can be called and specialise: give the function itself, not its source text"
    if is_in_c(obj):
        return f"{describe(obj)} is implemented in C: there is no bytecode that could specialise"
    if issubclass_exactly(cls, type):
        return f"{describe(obj)} is a class: give one of its functions, such as its __init__"
    if cls is types.CodeType:
        return "a code object cannot be called: give the function that it belongs to"
    if any(cls is once for once in (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)):
        return f"{describe(obj)} runs once: give the function that made it"
    return refusal(obj)


def _fresh(function: types.FunctionType) -> types.FunctionType:
    copy = types.FunctionType(
        cold(function.__code__),
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__qualname__ = function.__qualname__
    return copy


def cold(code: types.CodeType) -> types.CodeType:
    """Return a copy of a code object that has never run, nor have the code objects in its constants."""
    return code.replace(
        co_consts=tuple(cold(const) if type(const) is types.CodeType else const for const in code.co_consts)
    )


def _finished(result: Any, flags: int) -> Outcome:
    if flags & inspect.CO_COROUTINE:
        return _driven(result)
    if flags & inspect.CO_ASYNC_GENERATOR:
        return _drained(result)
    if flags & inspect.CO_GENERATOR:
        return _consumed(result)
    return _returned(result)


def _returned(result: object) -> Outcome:
    return Outcome(f"returned {describe(result)}", ("returned", id(type(result))))


def _raised(error: BaseException) -> Outcome:
    args = _args(error)
    # a message that is a text stands for itself, as in a traceback
    alone = _one_line(args[0]) if len(args) == 1 and type(args[0]) is str else None
    message = ", ".join(map(describe, args)) if alone is None else alone
    name = type_name(type(error))
    return Outcome(f"raised {name}{': ' if message else ''}{bounded(message)}", ("raised", id(type(error))))


def _one_line(text: str) -> str:
    """A text with what would break a line, or speak to a terminal, as escapes."""
    short = bounded(text)
    return short if short.isprintable() else repr(short)[1:-1]


def _consumed(generator: Generator[Any, None, Any]) -> Outcome:
    count = 0
    try:
        while count < ITEMS:
            next(generator)
            count += 1
    except StopIteration as stop:
        return Outcome(f"{_items(count)}, then returned {describe(stop.value)}", ("yielded",))
    generator.close()
    return Outcome(f"{_items(count)} and was closed there", ("yielded", "closed"), cut=True)


def _driven(coroutine: Coroutine[Any, None, Any]) -> Outcome:
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return _returned(stop.value)
    coroutine.close()
    return Outcome(_SUSPENDED, ("suspended",))


def _drained(generator: AsyncGenerator[Any, None]) -> Outcome:
    count = 0
    while count < ITEMS:
        step: Any = generator.__anext__()
        try:
            step.send(None)
        except StopIteration:
            count += 1
        except StopAsyncIteration:
            return Outcome(_items(count), ("yielded",))
        else:
            # close() of the step would leave the generator marked as running before 3.13
            _thrown(step)
            return Outcome(f"{_items(count)}, then {_SUSPENDED}", ("suspended",))
    step = generator.aclose()
    try:
        step.send(None)
    except (StopIteration, StopAsyncIteration):
        pass
    else:
        _thrown(step)
    return Outcome(f"{_items(count)} and was closed there", ("yielded", "closed"), cut=True)


def _thrown(step: Any) -> None:
    try:
        step.throw(GeneratorExit())
    except (GeneratorExit, StopIteration, StopAsyncIteration):
        return


def _items(count: int) -> str:
    return f"yielded {count:,} {'item' if count == 1 else 'items'}"
