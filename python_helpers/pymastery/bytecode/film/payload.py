"""A film of calls → the part of the payload that bytecode.v2.schema.json describes as one."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from typing import Any

from pymastery.bytecode.film import STATES, Film
from pymastery.packed import pack, wire


def film_payload(film: Film, texts: list[str]) -> dict[str, Any]:
    """Return the JSON-ready film.

    Args:
        film: What happened.
        texts: The texts of the program; the names of what ran that are new are added.
    """
    place = {text: index for index, text in enumerate(texts)}
    words: dict[tuple[str, ...], int] = {}
    rows = []
    for change in film.changes:
        name = change.cell.opname
        if name not in place:
            place[name] = len(texts)
            texts.append(name)
        said = words.setdefault(change.cell.words, len(words))
        state = STATES.index(change.cell.state)
        rows.append((change.code, change.instruction, change.call, place[name], state, said))
    return {
        "calls": [asdict(call) for call in film.calls],
        "changes": wire(pack(chain.from_iterable(rows))),
        "words": [list(phrases) for phrases in words],
        "events": [asdict(event) for event in film.events],
    }
