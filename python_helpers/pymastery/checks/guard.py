"""Calls an answer so that whatever it does, the notebook goes on."""

from __future__ import annotations

import builtins
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pymastery.checks.watchdog import TimeLimit, Watchdog
from pymastery.describe import bounded, describe, issubclass_exactly, type_name, visible

SECONDS = 5.0
"""Wall time that one call of an answer may take."""
PRINTED = 2_000
"""Characters kept of what all calls print together."""
_MUTABLE = (list, dict, set, bytearray)


@dataclass(frozen=True)
class Outcome:
    """What one call of an answer did.

    Attributes:
        value: What it returned; None where it did not return.
        raised: The exception that left it, `TimeLimit` apart.
        timed_out: Whether it was ended because its time was up.
        changed: Position of the first argument that it changed, or None.
    """

    value: object = None
    raised: BaseException | None = None
    timed_out: bool = False
    changed: int | None = None

    @property
    def returned(self) -> bool:
        """Whether the call came to its end and gave a value."""
        return self.raised is None and not self.timed_out

    def words(self) -> str:
        """Return what happened, bounded, without running code of the answer."""
        if self.timed_out:
            return "no answer: it was still running when its time was up"
        if self.raised is not None:
            return f"no answer: {exception_words(self.raised)} left your function"
        return describe(self.value)


def exception_words(error: BaseException) -> str:
    """Return the type and, where it is a plain string, the message of an exception."""
    cls = type(error)
    args = BaseException.__dict__["args"].__get__(error)
    message = args[0] if args and type(args[0]) is str else ""
    return f"{type_name(cls)}({bounded(message)!r})" if message else type_name(cls)


class _Printed(io.TextIOBase):
    """A text stream that keeps the first characters and counts the rest."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.kept = ""
        self.dropped = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        size = len(text)
        room = PRINTED - len(self.kept)
        self.kept += text[:room]
        self.dropped += max(0, size - room)
        return size


class Guard:
    """Calls answers under limits and collects what they print.

    Args:
        seconds: Wall time for each call.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._stream = _Printed()

    @property
    def printed(self) -> str:
        """What all calls printed, with a last line that says how much is left out."""
        more = f"\n… {self._stream.dropped:,} more characters" if self._stream.dropped else ""
        return visible(self._stream.kept) + more

    def call(self, function: Callable[..., object], *args: object) -> Outcome:
        """Call an answer.

        Args:
            function: The answer, or a method of it.
            *args: What it gets; lists, dicts, sets and bytearrays are described before and after.

        Returns:
            What happened. Every exception is caught, SystemExit too.

        Raises:
            KeyboardInterrupt: When the learner interrupts the kernel.
        """
        # not a copy: that of a set may have another order
        before = [_contents(arg) for arg in args]
        watchdog = Watchdog(self.seconds)
        with self.quiet(), _released(watchdog), _restored():
            outcome = _limited(watchdog, function, args)
        if not outcome.returned:
            return outcome
        changed = _first_change(args, before)
        return outcome if changed is None else Outcome(outcome.value, changed=changed)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Collect what is printed inside, and put the streams back."""
        old = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = self._stream
        try:
            yield
        finally:
            sys.stdout, sys.stderr = old


def _limited(watchdog: Watchdog, function: Callable[..., object], args: tuple[object, ...]) -> Outcome:
    try:
        with watchdog:
            value = function(*args)
    except TimeLimit:
        watchdog.stop()
        return Outcome(timed_out=True)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit is no reason to end the kernel
        return Outcome(raised=error, timed_out=watchdog.fired)
    return Outcome(value, timed_out=watchdog.fired)


@contextmanager
def _released(watchdog: Watchdog) -> Iterator[None]:
    try:
        yield
    finally:
        watchdog.release()


@contextmanager
def _restored() -> Iterator[None]:
    names = dict(builtins.__dict__)
    trace, hook, folder = sys.gettrace(), sys.displayhook, _folder()
    limit = sys.getrecursionlimit()
    try:
        yield
    finally:
        _put_back(builtins.__dict__, names)
        sys.settrace(trace)
        sys.displayhook = hook
        if folder is not None:
            os.chdir(folder)
        sys.setrecursionlimit(limit)


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109
    except FileNotFoundError:  # it was deleted under the running kernel
        return None


def _put_back(namespace: dict[str, object], names: dict[str, object]) -> None:
    for name in [name for name in namespace if name not in names]:
        del namespace[name]
    for name, value in names.items():
        if namespace.get(name, names) is not value:
            namespace[name] = value


def _contents(arg: object) -> str:
    return describe(arg, 10_000) if type(arg) in _MUTABLE else ""


def _first_change(args: tuple[object, ...], before: list[str]) -> int | None:
    for position, (arg, old) in enumerate(zip(args, before, strict=True)):
        if _contents(arg) != old:
            return position
    return None


def text_of(value: object) -> str | None:
    """Return a str, or the str that an object of a subclass is, or None: its class is not asked."""
    return str.__str__(value) if issubclass_exactly(type(value), str) else None
