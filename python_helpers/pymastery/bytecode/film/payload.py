"""A film of calls → the part of the payload that bytecode.v2.schema.json describes as one."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from typing import Any

from pymastery.bytecode.film import STATES, Film
from pymastery.packed import pack, wire


def film_payload(film: Film) -> dict[str, Any]:
    """Return the JSON-ready film."""
    texts: dict[str, int] = {}
    phrases: dict[tuple[str, ...], int] = {}
    rows = []
    for change in film.changes:
        name = texts.setdefault(change.cell.opname, len(texts))
        said = phrases.setdefault(change.cell.phrases, len(phrases))
        state = STATES.index(change.cell.state)
        rows.append((change.code, change.instruction, change.column, name, state, said))
    return {
        "columns": [asdict(column) for column in film.columns],
        "changes": wire(pack(chain.from_iterable(rows))),
        "texts": list(texts),
        "phrases": [list(each) for each in phrases],
        "events": [asdict(event) for event in film.events],
    }
