"""Which interpreter this is, as every payload states it."""

from __future__ import annotations

import platform
import struct
import sys
import sysconfig
from dataclasses import asdict, dataclass
from functools import cache

OLDEST, NEWEST = (3, 10), (3, 15)
"""The first and the last CPython feature version whose facts are tested here."""


@dataclass(frozen=True)
class Interpreter:
    """The running interpreter.

    Attributes:
        python: Version as `platform.python_version()` gives it.
        implementation: `sys.implementation.name`, such as "cpython".
        pointer_size: Bytes of a C pointer: 4 or 8.
        free_threaded: Whether the build has `Py_GIL_DISABLED` (PEP 703).
        build: Platform and machine, for people.
    """

    python: str
    implementation: str
    pointer_size: int
    free_threaded: bool
    build: str

    @property
    def known(self) -> bool:
        """Whether this is a CPython whose internals are tested here."""
        return self.implementation == "cpython" and OLDEST <= sys.version_info[:2] <= NEWEST

    @property
    def name(self) -> str:
        """For people: "CPython 3.13.0", with ", 32-bit" and ", free-threaded" where it is."""
        title = {"cpython": "CPython", "pypy": "PyPy"}.get(self.implementation, self.implementation)
        kinds = ((self.pointer_size == 4, "32-bit"), (self.free_threaded, "free-threaded"))
        return ", ".join([f"{title} {self.python}", *(word for holds, word in kinds if holds)])

    def payload(self) -> dict[str, object]:
        """Return the `interpreter` object that all schemas define."""
        return asdict(self)


@cache
def interpreter() -> Interpreter:
    """Return the facts of the running interpreter, read once."""
    return Interpreter(
        python=platform.python_version(),
        implementation=sys.implementation.name,
        pointer_size=struct.calcsize("P"),
        free_threaded=bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        build=f"{sys.platform} {platform.machine()}".strip(),
    )


def unknown_notice() -> str | None:
    """Return one sentence when this interpreter's internals are not tested here, else None."""
    here = interpreter()
    if here.known:
        return None
    return (
        f"pymastery knows the internals of CPython {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}; "
        f"this is {here.name}, so only what its public API states is shown."
    )
