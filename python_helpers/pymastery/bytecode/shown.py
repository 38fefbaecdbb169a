"""Everything that one view shows: a program, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass

from pymastery.bytecode.comparison import Comparison
from pymastery.bytecode.compiler import Stages
from pymastery.bytecode.facts import Disassembly
from pymastery.bytecode.film import Film


@dataclass(frozen=True)
class Shown:
    """What one view shows.

    Attributes:
        subject: What was given, in words.
        facts: What is known of its code objects; None where a text does not compile.
        film: What became of a function over a number of calls.
        stages: What each stage of the compiler made of a text.
        comparison: Another program beside this one.
    """

    subject: str
    facts: Disassembly | None
    film: Film | None = None
    stages: Stages | None = None
    comparison: Comparison | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences on what is not shown, and why, each once."""
        parts = (self.facts, self.film, self.stages)
        return tuple(dict.fromkeys(notice for part in parts if part for notice in part.notices))
