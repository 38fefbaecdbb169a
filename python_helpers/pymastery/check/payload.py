"""Report → the payload that schemas/check.v1.schema.json describes."""

from __future__ import annotations

from typing import Any

from pymastery.checks import Report, Result
from pymastery.describe import bounded
from pymastery.interpreter import interpreter

EXAMPLE, VALUE = 2_000, 400
"""Characters of an example, and of what was expected or got."""


def payload(report: Report) -> dict[str, Any]:
    """Return the JSON-ready dict of a report."""
    facts: dict[str, Any] = {
        "kind": "check",
        "version": 1,
        "interpreter": interpreter().payload(),
        "exercise": report.exercise.id,
        "title": report.exercise.title,
        "passed": report.passed,
        "behaviours": [_behaviour(result) for result in report.results],
        "next": report.next,
    }
    if report.hint is not None:
        facts["hint"] = report.hint
    if report.printed:
        facts["printed"] = report.printed
    return facts


def _behaviour(result: Result) -> dict[str, str]:
    facts = {"id": result.behaviour.id, "text": result.behaviour.text, "status": result.status}
    if result.finding is not None:
        facts["example"] = bounded(result.finding.example, EXAMPLE)
        facts["expected"] = bounded(result.finding.expected, VALUE)
        facts["got"] = bounded(result.finding.got, VALUE)
    return facts
