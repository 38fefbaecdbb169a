"""Two programs side by side → the part of the payload that bytecode.v2.schema.json describes as a comparison."""

from __future__ import annotations

from itertools import chain
from typing import Any

from pymastery.bytecode.comparison import STATES, Comparison
from pymastery.bytecode.payload_program import program
from pymastery.packed import pack, wire


def comparison_payload(comparison: Comparison) -> dict[str, Any]:
    """Return the JSON-ready comparison: the other program, a recorded one as it was recorded, and the rows."""
    other, states = comparison.right, {state: number for number, state in enumerate(STATES)}
    rows = ((row.left, row.right, states[row.state]) for pair in comparison.pairs for row in pair.rows)
    result: dict[str, Any] = {
        "interpreter": other.interpreter.payload(),
        "subject": other.subject,
        "program": program(other.facts) if other.facts else other.recorded,
        "pairs": wire(pack(chain.from_iterable((pair.left, pair.right, len(pair.rows)) for pair in comparison.pairs))),
        "rows": wire(pack(chain.from_iterable(rows))),
    }
    if other.notices:
        result["notices"] = list(other.notices)
    return result
