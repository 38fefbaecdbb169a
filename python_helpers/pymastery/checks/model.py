"""What an exercise is, and what trying an answer finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from pymastery.checks.guard import Guard, Outcome

Status = Literal["passed", "failed", "not-run"]


@dataclass(frozen=True)
class Finding:
    """One way in which an answer does not behave as asked.

    Attributes:
        example: The input, as the learner would write it.
        expected: What was expected, in words or as a value.
        got: What was seen instead.
        mistake: Key of the hint that fits, in the exercise's `hints`.
    """

    example: str
    expected: str
    got: str
    mistake: str


class Stop(Exception):
    """Raised by a check when the rest of the exercise cannot be tried either.

    Args:
        hint: One sentence for the learner.
        finding: What was seen, or None when there is nothing to judge yet.
    """

    def __init__(self, hint: str, finding: Finding | None = None) -> None:
        super().__init__(hint)
        self.hint = hint
        self.finding = finding


@dataclass(frozen=True)
class Trial:
    """One behaviour being tried on one answer.

    Attributes:
        answer: What the learner passed.
        random: Seeded by exercise and behaviour, so a second run tries the same inputs.
    """

    answer: object
    guard: Guard
    random: Random

    def call(self, function: Callable[..., object], *args: object, shown: str = "") -> Outcome:
        """Call the answer, or a method of it, under the guard.

        Args:
            function: What to call.
            *args: What it gets.
            shown: The input as the learner would write it.

        Raises:
            Stop: When nothing is written yet, or the time is up.
        """
        outcome = self.guard.call(function, *args)
        if type(outcome.raised) is NotImplementedError:
            raise Stop("Nothing to check yet: write your answer in place of the line that raises.")
        if outcome.timed_out:
            finding = Finding(shown, "an answer", outcome.words(), "")
            raise Stop(
                f"It was stopped after {self.guard.seconds:g} seconds. Look for a loop that never ends.",
                finding,
            )
        return outcome


Check = Callable[[Trial], "Finding | None"]
"""Tries one behaviour: the smallest failure found, or None."""


@dataclass(frozen=True)
class Behaviour:
    """One property that an answer must have.

    Attributes:
        id: Kebab-case, unique in its exercise.
        text: The property in words, as the learner reads it.
        check: Tries it.
    """

    id: str
    text: str
    check: Check


def callable_answer(answer: object) -> str | None:
    """Return what is wrong with an answer that should be a function, or None."""
    if answer is None:
        return "You passed None. Pass the function itself: its name, without parentheses."
    if not callable(answer):
        return "You passed a value, not a function. Pass the function's name, without parentheses."
    return None


@dataclass(frozen=True)
class Exercise:
    """An exercise with everything that judges an answer.

    Attributes:
        id: Permanent, kebab-case.
        title: A few words.
        behaviours: In the order in which they are shown and tried.
        hints: Mistake → the one hint that fits it. "" is for a mistake without one of its own.
        accepts: Says what is wrong with the kind of answer, or None.
        next: What to do after passing, one sentence.
    """

    id: str
    title: str
    behaviours: tuple[Behaviour, ...]
    hints: Mapping[str, str]
    accepts: Callable[[object], str | None] = callable_answer
    next: str = "Continue with the next part of the lesson."


@dataclass(frozen=True)
class Result:
    """How one behaviour went."""

    behaviour: Behaviour
    status: Status
    finding: Finding | None = None


@dataclass(frozen=True)
class Report:
    """How a whole exercise went.

    Attributes:
        hint: The hint for the first failure, or None.
        next: What to do now.
        printed: What the answer printed while it was tried, bounded.
    """

    exercise: Exercise
    results: tuple[Result, ...]
    hint: str | None
    next: str
    printed: str = field(default="")

    @property
    def passed(self) -> bool:
        """Whether every behaviour passed."""
        return all(result.status == "passed" for result in self.results)
