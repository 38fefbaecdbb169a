"""The tokens of a text, as the interpreter's `tokenize` cuts it."""

from __future__ import annotations

import io
import tokenize
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pymastery.bytecode.compiler.facts import LIMIT, Refusal, Token
from pymastery.bytecode.compiler.refusals import refusal_of
from pymastery.bytecode.compiler.text import Lines, sendable

WORK = 2_000_000_000
"""Sum of the squares of the lines' lengths at most: to cut a line takes time in its square."""


@dataclass(frozen=True)
class Names:
    """Where NAME tokens are, for what the tree has no position of, such as the name after `def`.

    Attributes:
        places: Line and column of each, in the order of the source.
        texts: The text of each.
    """

    places: tuple[tuple[int, int], ...] = ()
    texts: tuple[str, ...] = ()

    def between(self, start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
        """Yield line, column and text of the names that begin at `start` or later and before `end`."""
        for index in range(bisect_left(self.places, start), len(self.places)):
            line, column = self.places[index]
            if (line, column) >= end:
                return
            yield line, column, self.texts[index]


@dataclass(frozen=True)
class Tokens:
    """What became of a text in `tokenize`.

    Attributes:
        tokens: LIMIT at most.
        total: How many there are.
        names: Where all names are.
        refusal: What `tokenize` says where it stops.
        notices: Sentences on what is not shown.
    """

    tokens: tuple[Token, ...] = ()
    total: int = 0
    names: Names = Names()
    refusal: Refusal | None = None
    notices: tuple[str, ...] = ()


def tokens_of(lines: Lines, ends_open: bool) -> Tokens:
    """Return the tokens of a source as far as they go.

    Args:
        lines: Those of the source; `tokenize` gets them with the one line end that the compiler knows.
        ends_open: Whether the last line has no line end.
    """
    if sum(len(line) ** 2 for line in lines.lines) > WORK:
        return Tokens(notices=("The lines are too long for tokenize, so tokens are not shown.",))
    text = "\n".join(lines.lines) + ("" if ends_open else "\n")
    shown: list[Token] = []
    places: list[tuple[int, int]] = []
    texts: list[str] = []
    total, refusal = 0, None
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            total += 1
            if len(shown) < LIMIT:
                kind = tokenize.tok_name[token.exact_type]
                shown.append(Token(kind, sendable(token.string), (*token.start, *token.end)))
            if token.type == tokenize.NAME:
                places.append(token.start)
                texts.append(token.string)
    except (tokenize.TokenError, SyntaxError, UnicodeError) as error:
        refusal = refusal_of("tokens", error, lines)
    return Tokens(tuple(shown), total, Names(tuple(places), tuple(texts)), refusal, _notices(shown))


def _notices(shown: Sequence[Token]) -> tuple[str, ...]:
    if not any(token.kind == "ERRORTOKEN" and token.text.strip() for token in shown):
        return ()
    return (
        "ERRORTOKEN is what this interpreter's tokenize cannot cut. It is a second tokenizer, written in "
        "Python, and goes on where the compiler's own, which the parser asks, stops.",
    )
