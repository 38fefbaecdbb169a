"""What the compiler makes of a piece of Python, and the interpreter of that: `pm.bytecode(f)` and its like."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymastery.bytecode.view import BytecodeView


def bytecode(subject: Any, /) -> BytecodeView:
    """Show the bytecode of a function or of source text beside its source.

    Args:
        subject: A function, method, class, generator, coroutine, frame, code object or module, or
            source text as a str. Source text and a module's file are compiled, never executed.

    Returns:
        A view with every code object inside too: functions, classes and comprehensions. Its facts
        are in `.instructions`, `.blocks`, `.exception_entries` and `.codes`. `.after(8, 1, 2)` calls
        a copy of the function 8 times with 1 and 2 and shows how it specialises; `.compare(other)`
        shows another function, or a recording from another interpreter, beside it.

    Raises:
        SyntaxError: As `compile` raises it, for source text that is not Python.
        TypeError: For an object that has no bytecode; the message says what to try.

    The base opcodes are shown, as in `code.co_code`: not the forms that they specialise to.
    """
    from pymastery.bytecode.view import compiled

    return compiled(subject)


def specialise(function: Any, calls: Iterable[Any], /) -> BytecodeView:
    """Call a fresh copy of a function and show how its instructions specialise, call by call (PEP 659).

    The copy has the function's globals, closure and defaults, and code objects that have never run,
    so what happens starts from nothing and the function itself is left as it was. It runs: what it
    prints is printed, what it changes is changed.

    Args:
        function: A function or method written in Python.
        calls: The arguments of each call, 10**6 calls at most: a tuple, such as `(1, 2)`; one argument
            that is no tuple; or, for arguments by name, `inspect.signature(f).bind(1, by=2)`. One
            argument that is a tuple is written `(point,)`.

    Returns:
        A view of the function with its film: `.film.columns`, `.film.changes` and `.film.events`.

    Raises:
        TypeError: For what is no function written in Python, or no series of calls.
        KeyboardInterrupt: Where a call is interrupted; what else a call raises is its outcome.
    """
    from pymastery.bytecode.view import specialised

    return specialised(function, calls)


def stages(source: Any, /) -> BytecodeView:
    """Show what each stage of the compiler makes of a source text: tokens, tree, symbol table, instructions.

    Nothing of the text is executed.

    Args:
        source: Source text, which may be wrong: the stage that refuses it is shown. Or a function, method,
            class or module whose source can be read: its own text is compiled alone.

    Returns:
        A view of the stages; its facts are in `.stages`.

    Raises:
        TypeError: For what has no source text; the message says what to try.
    """
    from pymastery.bytecode.view import in_stages

    return in_stages(source)
