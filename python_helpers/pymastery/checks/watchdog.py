"""Ends an answer that runs too long, by raising in the thread that runs it."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Any

AGAIN = 0.05
"""Seconds between two attempts, since an answer may catch the first."""
MANY = 4
"""Attempts after which the answer is taken for one that catches everything."""
INSIST = 0.0005
"""Seconds between attempts from then on, in a thread that is not the main one."""

# bound here: an answer may replace what the signal module holds
_setitimer = getattr(signal, "setitimer", None)
_REAL = getattr(signal, "ITIMER_REAL", None)


class TimeLimit(BaseException):
    """Raised inside an answer when its time is up; no `except Exception` of the answer hides it."""


class Watchdog:
    """A context whose body is ended by TimeLimit after a number of seconds.

    In the main thread a timer signal ends even a blocking call. In another thread an asynchronous
    exception is used, which waits for the next bytecode instruction. Where there are no threads
    (Pyodide) the body is not limited: `limited` says so.

    Args:
        seconds: Wall time that the body may take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.fired = False
        self.limited = True
        self._armed = False
        self._attempts = 0
        self._over = threading.Event()
        self._old: tuple[Any, tuple[float, float]] | None = None

    def __enter__(self) -> Watchdog:
        self._armed = True
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
            old = signal.signal(signal.SIGALRM, self._on_signal)
            self._old = (old, signal.setitimer(signal.ITIMER_REAL, self.seconds, AGAIN))
        else:
            self._start_thread(threading.get_ident())
        return self

    def __exit__(
        self, cls: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the limit; may be called again when TimeLimit came while it ran.

        Nothing here looks a built-in up, because the answer may have replaced it.
        """
        self._armed = False
        if self._old is not None and _setitimer is not None:
            _setitimer(_REAL, 0.0)

    def release(self) -> None:
        """Give back the timer and the handler that were there before, once the built-ins are back."""
        self.stop()
        self._over.set()
        if self._old is not None:
            handler, timer = self._old
            signal.signal(signal.SIGALRM, handler)
            signal.setitimer(signal.ITIMER_REAL, *timer)
            self._old = None

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._armed:
            return
        self.fired = True
        self._attempts += 1
        if self._attempts >= MANY:
            _raise_in_handlers(frame)
        raise TimeLimit

    def _start_thread(self, target: int) -> None:
        try:
            threading.Thread(target=self._raise_in, args=(target,), daemon=True).start()
        except RuntimeError:  # no threads on this platform
            self.limited = False

    def _raise_in(self, target: int) -> None:
        import ctypes

        wait = self.seconds
        while not self._over.wait(wait) and self._armed:
            self.fired = True
            self._attempts += 1
            wait = AGAIN if self._attempts < MANY else INSIST
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(target), ctypes.py_object(TimeLimit))


def _raise_in_handlers(frame: FrameType | None) -> None:
    """Let the line that catches the next TimeLimit raise it again, outside the try that caught it."""

    def again(_: FrameType, event: str, __: object) -> Any:
        if event == "line":
            raise TimeLimit
        return None if event == "call" else again

    sys.settrace(again)
    while frame is not None and frame.f_globals.get("__name__") != "pymastery.checks.guard":
        frame.f_trace = again
        frame = frame.f_back
