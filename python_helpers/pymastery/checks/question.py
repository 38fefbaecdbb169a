"""A question whose right answer is computed on the learner's own interpreter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pymastery.checks.guard import text_of
from pymastery.checks.model import Behaviour, Exercise, Finding, Trial


@dataclass(frozen=True)
class Truth:
    """What the interpreter did.

    Attributes:
        choice: Letter of the choice that agrees with it.
        seen: What was seen, in words; computed, never pasted.
    """

    choice: str
    seen: str


def question(
    id: str,  # noqa: A002
    title: str,
    program: str,
    choices: Mapping[str, str],
    truth: Callable[[], Truth],
    refutations: Mapping[str, str],
) -> Exercise:
    """Return an exercise whose answer is one letter.

    Args:
        id: Permanent, kebab-case.
        title: The question in a few words.
        program: What is asked about, as source.
        choices: Letter → the choice in words.
        truth: Runs the experiment.
        refutations: Letter → why the idea behind this choice does not hold. A right choice needs none.
    """
    letters = ", ".join(choices)

    def accepts(answer: object) -> str | None:
        if answer is None or answer is Ellipsis or _letter(answer) == "":
            return f"No prediction yet: write one of {letters} between the quotes. A guess is fine."
        if _letter(answer) not in choices:
            return f"Write one of {letters} as a string, such as prediction = {min(choices)!r}."
        return None

    def check(trial: Trial) -> Finding | None:
        letter = _letter(trial.answer) or ""
        with trial.guard.quiet():
            found = truth()
        if letter == found.choice:
            return None
        return Finding(program, found.seen, f"{letter}: {choices[letter]}", letter)

    return Exercise(
        id=id,
        title=title,
        behaviours=(Behaviour("agrees", "Your prediction agrees with what this interpreter does.", check),),
        hints=refutations,
        accepts=accepts,
        next="Run the next cell and see it happen.",
    )


def _letter(answer: object) -> str | None:
    text = text_of(answer)
    return None if text is None else text.strip().lower()[:40]
