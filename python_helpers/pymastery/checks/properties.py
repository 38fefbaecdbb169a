"""Properties over generated inputs, and how the first failure becomes the smallest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from random import Random
from typing import TypeVar

from pymastery.checks.model import Check, Finding, Trial

T = TypeVar("T")
SHRINKS = 60
"""Smaller inputs that are tried after a failure, at most."""


def for_all(
    inputs: Callable[[Random], Iterable[T]],
    judge: Callable[[Trial, T], Finding | None],
    smaller: Callable[[T], Iterable[T]] = lambda item: (),
) -> Check:
    """Return a check: `judge` finds nothing wrong for any of the inputs.

    Args:
        inputs: Makes them from a seeded source of randomness.
        judge: Tries one input.
        smaller: Gives smaller variants of an input, the smallest first.
    """

    def check(trial: Trial) -> Finding | None:
        for item in inputs(trial.random):
            finding = judge(trial, item)
            if finding is not None:
                return _shrink(trial, judge, smaller, item, finding)
        return None

    return check


def _shrink(
    trial: Trial,
    judge: Callable[[Trial, T], Finding | None],
    smaller: Callable[[T], Iterable[T]],
    item: T,
    finding: Finding,
) -> Finding:
    for candidate in islice(smaller(item), SHRINKS):
        found = judge(trial, candidate)
        # another mistake would need another hint
        if found is not None and found.mistake == finding.mistake:
            return _shrink(trial, judge, smaller, candidate, found)
    return finding
