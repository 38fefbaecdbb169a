"""The course as data: the one source of phases, topics, exercises, resources and tips."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def roadmap() -> dict[str, Any]:
    """Return the course as schemas/curriculum.v1.schema.json describes it, read anew at each call."""
    text = files("pymastery.course").joinpath("roadmap.json").read_text(encoding="utf-8")
    course: dict[str, Any] = json.loads(text)
    return course
