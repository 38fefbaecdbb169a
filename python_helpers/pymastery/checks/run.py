"""Tries every behaviour of an exercise on an answer."""

from __future__ import annotations

from random import Random

from pymastery.checks.guard import SECONDS, Guard
from pymastery.checks.model import Exercise, Finding, Report, Result, Stop, Trial

AGAIN = "Change your answer, run its cell, then run the check again."


def judge(exercise: Exercise, answer: object, *, seconds: float = SECONDS) -> Report:
    """Try an answer.

    Args:
        exercise: What it should do.
        answer: What the learner passed.
        seconds: Wall time that one call of the answer may take.

    Returns:
        The report. Nothing that the answer does is raised, except KeyboardInterrupt.
    """
    wrong = exercise.accepts(answer)
    if wrong is not None:
        return Report(exercise, _not_run(exercise, 0), wrong, AGAIN)
    guard = Guard(seconds)
    results: list[Result] = []
    hint: str | None = None
    for behaviour in exercise.behaviours:
        trial = Trial(answer, guard, Random(f"{exercise.id}/{behaviour.id}"))  # noqa: S311
        try:
            finding = behaviour.check(trial)
        except Stop as stop:
            status = "failed" if stop.finding else "not-run"
            results.append(Result(behaviour, status, stop.finding))  # type: ignore[arg-type]
            results += _not_run(exercise, len(results))
            hint = hint or stop.hint
            break
        results.append(Result(behaviour, "failed" if finding else "passed", finding))
        if finding is not None and hint is None:
            hint = _hint(exercise, finding)
    report = Report(exercise, tuple(results), hint, AGAIN, guard.printed)
    return Report(exercise, report.results, None, exercise.next, guard.printed) if report.passed else report


def _hint(exercise: Exercise, finding: Finding) -> str | None:
    return exercise.hints.get(finding.mistake, exercise.hints.get(""))


def _not_run(exercise: Exercise, start: int) -> tuple[Result, ...]:
    return tuple(Result(behaviour, "not-run") for behaviour in exercise.behaviours[start:])
