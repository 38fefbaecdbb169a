"""The view of a report, which a program can ask too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymastery.check.payload import payload
from pymastery.check.static import html, plain
from pymastery.checks import Report
from pymastery.display import View


class CheckResult(View):
    """What `pm.check` returns."""

    __slots__ = ()

    def __init__(self, report: Report) -> None:
        facts = payload(report)
        super().__init__("check", facts, lambda: html(facts), lambda: plain(facts))

    @property
    def passed(self) -> bool:
        """Whether every behaviour passed."""
        return bool(self.payload["passed"])

    @property
    def behaviours(self) -> Sequence[dict[str, Any]]:
        """One dict for each behaviour: id, text, status, and for a failed one example, expected, got."""
        return tuple(self.payload["behaviours"])
