"""Kind `check`: the result of checking an answer to an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymastery.check.result import CheckResult


def check(exercise: str, answer: object = None, /) -> CheckResult:
    """Check an answer to an exercise.

    Args:
        exercise: The exercise's id, such as "stage-of".
        answer: What the exercise asks for: a function, a class or a value. Pass it, do not call it.

    Returns:
        A view with `.passed` and `.behaviours`; the last expression of a cell shows it. Whatever
        the answer does, an exception of it never reaches the notebook.

    Raises:
        LookupError: For an id that no exercise has; close matches are named.
        TypeError: When the first argument is no str.
        KeyboardInterrupt: When the kernel is interrupted.
    """
    from pymastery.check.result import CheckResult
    from pymastery.checks import judge
    from pymastery.exercises import load

    return CheckResult(judge(load(exercise), answer))
