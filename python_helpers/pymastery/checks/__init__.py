"""The engine that tries an answer: what an exercise is, how it is run safely, how a failure is made small.

`judge(exercise, answer)` is all that the `check` kind needs; an exercise is built from the other names.
"""

from pymastery.checks.guard import SECONDS, Outcome
from pymastery.checks.model import Behaviour, Exercise, Finding, Report, Result, Trial
from pymastery.checks.properties import for_all
from pymastery.checks.question import question
from pymastery.checks.run import judge

__all__ = [
    "SECONDS",
    "Behaviour",
    "Exercise",
    "Finding",
    "Outcome",
    "Report",
    "Result",
    "Trial",
    "for_all",
    "judge",
    "question",
]
