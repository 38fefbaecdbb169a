"""The exercises, one module each, loaded when one is asked for."""

from __future__ import annotations

import difflib
from importlib import import_module

from pymastery.checks import Exercise

_MODULES = {
    "stage-of": "stage_of",
    "fold-it": "fold_it",
    "first-line": "execution_questions",
    "folding": "execution_questions",
    "cell-or-file": "execution_questions",
    "deep-size": "deep_size",
    "float-size": "layout_questions",
    "list-growth": "layout_questions",
    "attributes": "layout_questions",
}


def ids() -> tuple[str, ...]:
    """Return the id of every exercise."""
    return tuple(_MODULES)


def load(id: str) -> Exercise:  # noqa: A002
    """Return the exercise of this id.

    Raises:
        LookupError: For an id that no exercise has; close matches are named.
        TypeError: When `id` is no str.
    """
    if not isinstance(id, str):
        raise TypeError('the first argument is the exercise\'s id in quotes: pm.check("stage-of", stage_of)')
    if id not in _MODULES:
        close = difflib.get_close_matches(id.lower().replace("_", "-").strip(), _MODULES, n=3, cutoff=0.5)
        ask = f"Did you mean {' or '.join(map(repr, close))}?" if close else f"There are: {', '.join(_MODULES)}."
        raise LookupError(f"There is no exercise {id[:60]!r}. {ask}")
    exercise = import_module(f"pymastery.exercises.{_MODULES[id]}").EXERCISES[id]
    assert isinstance(exercise, Exercise)
    return exercise
