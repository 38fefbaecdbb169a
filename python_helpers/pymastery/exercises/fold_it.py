"""`fold-it`: a function whose result the compiler has already computed, judged by its code object.

What "nothing left to compute" means is read from the compiler itself: the instructions of a
function that returns one constant are the only ones allowed.
"""

from __future__ import annotations

import dis
import types

from pymastery.checks import Behaviour, Exercise, Finding, Trial
from pymastery.checks.model import callable_answer
from pymastery.describe import describe

DAY = 86_400
HINTS = {
    "value": "The function must still return the seconds of a day. Which factor is missing?",
    "raised": "The function must run without an argument and return a number.",
    "computes": "An instruction still computes at run time. The compiler folds only what is all constants.",
}


def _accepts(answer: object) -> str | None:
    if type(answer) is types.FunctionType:
        return None
    return callable_answer(answer) or "Pass a function written with def: its code object is looked at."


def _returns(trial: Trial) -> Finding | None:
    outcome = trial.call(trial.answer)  # type: ignore[arg-type]
    if type(outcome.value) is int and outcome.value == DAY:
        return None
    mistake = "raised" if outcome.raised else "value"
    return Finding("seconds_per_day()", describe(DAY), outcome.words(), mistake)


def _names(function: types.FunctionType) -> list[str]:
    return [instruction.opname for instruction in dis.get_instructions(function)]


def _one_constant() -> int:
    return 86_400


def _folded(trial: Trial) -> Finding | None:
    assert isinstance(trial.answer, types.FunctionType)
    allowed = set(_names(_one_constant))  # type: ignore[arg-type]
    left = [name for name in _names(trial.answer) if name not in allowed]
    if not left:
        return None
    return Finding(
        "the instructions of seconds_per_day",
        f"only {', '.join(sorted(allowed))}",
        f"also {', '.join(dict.fromkeys(left))}",
        "computes",
    )


EXERCISES = {
    "fold-it": Exercise(
        id="fold-it",
        title="Let the compiler compute it",
        behaviours=(
            Behaviour("value", "Returns the seconds of a day.", _returns),
            Behaviour("folded", "Has nothing left to compute at run time.", _folded),
        ),
        hints=HINTS,
        accepts=_accepts,
        next="Look at the instructions: pm.bytecode(seconds_per_day).",
    )
}
