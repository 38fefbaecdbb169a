"""What the compiler made of a piece of Python: `pm.bytecode(f)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymastery.display import View


def bytecode(subject: Any, /) -> View:
    """Show the bytecode of a function or of source text beside its source.

    Args:
        subject: A function, method, generator, coroutine or code object, or source text as a str.
            Source text is compiled, never executed.

    Returns:
        A view with every code object inside too: functions, classes and comprehensions.

    Raises:
        SyntaxError: As `compile` raises it, for source text that is not Python.
        TypeError: For an object that has no bytecode; the message says what to try.

    The base opcodes are shown, as in `code.co_code`: not the forms that they specialise to.
    """
    from pymastery.bytecode.inspector import disassemble
    from pymastery.bytecode.payload import payload
    from pymastery.bytecode.static import html, plain
    from pymastery.bytecode.subject import resolve
    from pymastery.display import View

    facts = disassemble(*resolve(subject))
    return View("bytecode", payload(facts), lambda: html(facts), lambda: plain(facts))
