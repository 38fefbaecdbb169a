"""What a view shows → the dict that bytecode.v2.schema.json describes."""

from __future__ import annotations

from typing import Any

from pymastery.bytecode.comparison.payload import comparison_payload
from pymastery.bytecode.compiler.payload import stages_payload
from pymastery.bytecode.film.payload import film_payload
from pymastery.bytecode.payload_program import program
from pymastery.bytecode.shown import Shown
from pymastery.interpreter import interpreter


def payload(shown: Shown) -> dict[str, Any]:
    """Return the JSON-ready payload."""
    result: dict[str, Any] = {
        "kind": "bytecode",
        "version": 2,
        "interpreter": interpreter().payload(),
        "subject": shown.subject,
        "program": program(shown.facts) if shown.facts else None,
    }
    if shown.film and shown.facts:
        result["film"] = film_payload(shown.film)
    if shown.stages:
        result["stages"] = stages_payload(shown.stages)
    if shown.comparison:
        result["comparison"] = comparison_payload(shown.comparison)
    if shown.notices:
        result["notices"] = list(shown.notices)
    return result
