"""What `pm.bytecode` returns: a view whose facts can be asked for too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import chain, repeat
from typing import Any

from pymastery.bytecode.comparison import Comparison
from pymastery.bytecode.comparison.other import compared
from pymastery.bytecode.compiler import Stages
from pymastery.bytecode.compiler.staged import staged
from pymastery.bytecode.film import CALLS, Film, film
from pymastery.bytecode.film.calls import Call
from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.listing import Block, ExceptionEntry, Instruction, Listing, listings
from pymastery.bytecode.payload import payload
from pymastery.bytecode.shown import Shown
from pymastery.bytecode.static import html, plain
from pymastery.bytecode.subject import Subject, resolve
from pymastery.describe import describe
from pymastery.display import View


class BytecodeView(View):
    """The bytecode of one subject, drawn as the last expression of a cell, and its facts.

    `instructions`, `blocks` and `exception_entries` are those of the outermost code object (of a
    class, of each of its functions in turn); `codes` has a listing of every code object.

    Args:
        given: What the learner gave.
        shown: What the view shows of it.
    """

    def __init__(self, given: object, shown: Shown) -> None:
        super().__init__("bytecode", payload(shown), lambda: html(shown), lambda: plain(shown))
        object.__setattr__(self, "_given", given)
        object.__setattr__(self, "_shown", shown)

    _given: object
    _shown: Shown

    @property
    def film(self) -> Film | None:
        """What `after` and `pm.specialise` recorded: columns, changes and events; None of other views."""
        return self._shown.film

    @property
    def stages(self) -> Stages | None:
        """What `pm.stages` found: tokens, tree, scopes and instructions; None of other views."""
        return self._shown.stages

    @property
    def comparison(self) -> Comparison | None:
        """What `compare` found: pairs of code objects and rows of instructions; None of other views."""
        return self._shown.comparison

    @cached_property
    def codes(self) -> tuple[Listing, ...]:
        """A listing of each code object: an outermost one first, then those inside it."""
        return listings(self._shown.facts) if self._shown.facts else ()

    @property
    def _outermost(self) -> tuple[Listing, ...]:
        return tuple(listing for listing in self.codes if listing.level == 0)

    @property
    def instructions(self) -> tuple[Instruction, ...]:
        """The instructions of the outermost code object, EXTENDED_ARG included."""
        return tuple(chain.from_iterable(listing.instructions for listing in self._outermost))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The basic blocks of the outermost code object."""
        return tuple(chain.from_iterable(listing.blocks for listing in self._outermost))

    @property
    def exception_entries(self) -> tuple[ExceptionEntry, ...]:
        """The exception table of the outermost code object."""
        return tuple(chain.from_iterable(listing.exception_entries for listing in self._outermost))

    def after(self, calls: int, /, *args: Any, **kwargs: Any) -> BytecodeView:
        """Call a fresh copy of the function `calls` times with the same arguments; show how it specialises.

        Args:
            calls: How many times, 10**6 at most; it is never passed on.
            *args: What is passed each time.
            **kwargs: What is passed by name each time.

        Raises:
            TypeError: Where what is shown is no function or method, or `calls` is no whole number.
            ValueError: For a negative number of calls.
        """
        if type(calls) is not int:
            raise TypeError(f"give the number of calls first, such as .after(8, 1, 2), not {describe(calls)}")
        if calls < 0:
            raise ValueError(f"a function is called 0 times or more, not {calls}")
        return specialised(self._given, repeat(Call(args, kwargs), min(calls, CALLS + 1)))

    def compare(self, other: object) -> BytecodeView:
        """Show another program beside this one, aligned, with the differences marked.

        Args:
            other: A view of bytecode; a path, or a str that ends in ".json", of a file that `save` wrote,
                perhaps on another interpreter; or what `pm.bytecode` takes.

        Raises:
            SyntaxError: For source text that is not Python.
            TypeError: For anything that has no bytecode.
            ValueError: For a file that is no recording, or where there is no program here.
        """
        if self._shown.facts is None:
            raise ValueError("this text does not compile, so there are no instructions to compare")
        return BytecodeView(self._given, replace(self._shown, comparison=compared(self._shown.facts, other)))


def compiled(given: object) -> BytecodeView:
    """Return the view of what a learner gave."""
    facts = disassemble(resolve(given))
    return BytecodeView(given, Shown(facts.subject, facts))


def specialised(function: object, calls: Iterable[Any]) -> BytecodeView:
    """Return the view of a function and what became of a fresh copy of it, call by call."""
    record = film(function, calls)
    words = resolve(function).description
    return BytecodeView(function, Shown(words, disassemble(Subject(words, (record.code,))), film=record))


def in_stages(given: object) -> BytecodeView:
    """Return the view of a text and what each stage of the compiler makes of it."""
    words, stages, facts = staged(given)
    return BytecodeView(given, Shown(words, facts, stages=stages))
