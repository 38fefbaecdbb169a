"""The stages of one source text: tokens, tree, symbol table, and instructions before and after optimisation.

Each stage is asked of the interpreter itself, and all have positions in the same source, so that a
place in one can be found in the others. Nothing of the text is executed. Where a stage refuses the
text, the stages before it are still there, and the refusal is a fact of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from pymastery.bytecode.compiler.emitted import emission_of
from pymastery.bytecode.compiler.facts import (
    FILENAME,
    LIMIT,
    Emitted,
    Instruction,
    Node,
    Refusal,
    Scope,
    Span,
    Stages,
    Symbol,
    Token,
    Warned,
)
from pymastery.bytecode.compiler.refusals import ERRORS, MESSAGE_LIMIT, refusal_of
from pymastery.bytecode.compiler.symbols import symbols_of
from pymastery.bytecode.compiler.text import SURROGATES, Lines, sendable
from pymastery.bytecode.compiler.tokens import Tokens, tokens_of
from pymastery.bytecode.compiler.tree import nodes_of
from pymastery.bytecode.source import CHARACTERS, split_lines
from pymastery.cpython import codegen, scopes
from pymastery.describe import bounded, issubclass_exactly
from pymastery.interpreter import unknown_notice

__all__ = [
    "LIMIT",
    "Emitted",
    "Instruction",
    "Node",
    "Refusal",
    "Scope",
    "Span",
    "Stages",
    "Symbol",
    "Token",
    "Warned",
    "stages",
]

COMPILED_SCOPES = 5_000
"""Scopes of a text that is compiled, at most: code objects that look alike take time in their square."""

_T = TypeVar("_T")


def stages(text: str, *, mode: str = "exec") -> Stages:
    """Return what each stage of the compiler makes of a text, as far as this interpreter shows it.

    Args:
        text: Python source. It is not executed, and it may be wrong.
        mode: What `compile()` calls so: "exec", "eval" or "single".

    Raises:
        TypeError: Where `text` is no str.
        ValueError: For another mode.
    """
    if not issubclass_exactly(type(text), str):
        raise TypeError("the stages are shown of source text, which is a str")
    if mode not in ("exec", "eval", "single"):
        raise ValueError('mode is "exec", "eval" or "single"')
    exact = str.__str__(text)
    if len(exact) > CHARACTERS:
        notice = f"The source has {len(exact)} characters; the stages of at most {CHARACTERS} are shown."
        return Stages(FILENAME, mode, (), notices=(notice,))
    return _Reader(exact, mode).read()


class _Reader:
    """Asks one stage after the other, and notes what they refuse and what they warn of."""

    def __init__(self, text: str, mode: str) -> None:
        self.text = text
        self.mode = mode
        self.lines = Lines(split_lines(text))
        self.refusals: list[Refusal] = []
        self.warned: dict[tuple[str, str, int], Warned] = {}
        self.notices = [notice for notice in (unknown_notice(),) if notice]
        self.totals: dict[str, int] = {}

    def read(self) -> Stages:
        ends_open = not self.text.endswith(("\n", "\r"))
        tokens = self._asked("tokens", lambda: tokens_of(self.lines, ends_open)) or Tokens()
        self.notices += tokens.notices
        self.totals["tokens"] = tokens.total
        facts = Stages(
            FILENAME, self.mode, tuple(map(sendable, self.lines.lines)), tokens=tokens.tokens, totals=self.totals
        )
        if SURROGATES.search(self.text):
            self.notices.append("A lone surrogate, which no file can hold, is shown as U+FFFD.")
        tree = self._asked("tree", lambda: codegen.parsed_tree(self.text, FILENAME, self.mode))
        facts = self._later(facts, tree, tokens)
        return replace(
            facts,
            refusals=self._in_order(tokens.refusal),
            warned=tuple(self.warned.values()),
            notices=tuple(dict.fromkeys(self.notices)),
        )

    def _later(self, facts: Stages, tree: Any, tokens: Tokens) -> Stages:
        """What comes after the tree; `tree` is None where there is none."""
        final = optimised = None
        if tree is not None:
            optimised = self._asked("code", self._optimised_tree, quietly=True)
            nodes, self.totals["nodes"] = nodes_of(tree, optimised, self.lines)
            facts = replace(facts, nodes=nodes)
            self.notices.append(_FOLDING[codegen.folds_in_tree()])
        if tree is not None or not _is_wrong(self.refusals):
            table = self._table()
            if table is not None:
                found = symbols_of(table, tree, self.lines, tokens.names)
                self.totals.update(found.totals)
                self.notices += found.notices
                facts = replace(facts, scopes=found.scopes)
            if self._may_compile(table):
                final = self._asked("code", lambda: compile(self.text, FILENAME, self.mode, dont_inherit=True))
        if final is not None and tree is not None:
            emission = emission_of(self.text, self.mode, tree if optimised is None else optimised, self.lines)
            self.totals.update(emission.totals)
            self.notices += emission.notices
            facts = replace(facts, generated=emission.generated, optimised=emission.optimised)
        if final is not None:
            self._take_back()
        return facts

    def _table(self) -> Any:
        """The interpreter's symbol table, None where it refuses the text or cannot be asked."""
        why = scopes.unavailable()
        if why is None:
            return self._asked("symbols", lambda: scopes.table_of(self.text, FILENAME, self.mode))
        self.notices.append(why)
        return None

    def _may_compile(self, table: Any) -> bool:
        count = self.totals.get("scopes", 0)
        if count > COMPILED_SCOPES:
            self.notices.append(f"The text has {count} scopes; instructions are shown for {COMPILED_SCOPES} at most.")
        return count <= COMPILED_SCOPES and (table is not None or not _is_wrong(self.refusals))

    def _optimised_tree(self) -> Any:
        return codegen.optimised_tree(self.text, FILENAME, self.mode)

    def _asked(self, stage: str, ask: Callable[[], _T], quietly: bool = False) -> _T | None:
        """What a stage answers, None where it refuses."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                return ask()
            except ERRORS as error:
                if not quietly:
                    self.refusals.append(refusal_of(stage, error, self.lines))
                return None
            finally:
                for warning in caught:
                    self._note(stage, warning)

    def _note(self, stage: str, warning: warnings.WarningMessage) -> None:
        line = warning.lineno if warning.filename == FILENAME else 0
        message = bounded(str(warning.message), MESSAGE_LIMIT)
        found = Warned(stage, warning.category.__name__, message, line)
        self.warned.setdefault((found.category, message, line), found)

    def _take_back(self) -> None:
        """The text compiles: what a stage said is a limit of what Python code is shown, no refusal of the text."""
        for refusal in self.refusals:
            self.notices.append(f"The stage {refusal.stage} cannot be shown here: {refusal.error}, {refusal.message}.")
        self.refusals.clear()

    def _in_order(self, of_tokens: Refusal | None) -> tuple[Refusal, ...]:
        if of_tokens is None:
            return tuple(self.refusals)
        if self.refusals:
            return (of_tokens, *self.refusals)
        self.notices.append(f"tokenize stops here, the compiler does not: {of_tokens.message}.")
        return ()


def _is_wrong(refusals: list[Refusal]) -> bool:
    """Whether the text is refused for what it says, not for how deep it is."""
    return any(refusal.error not in ("RecursionError", "MemoryError") for refusal in refusals)


_FOLDING = {
    True: "What the tree's optimiser changes is marked at the nodes: here it computes constants.",
    False: "This interpreter computes constants not in the tree but in the instructions: compare those before "
    "and after optimisation.",
    None: "This interpreter does not give out the tree after its optimiser, so what it changes there is not marked.",
}
