"""Facts of where an object lives ↔ the `place` of schemas/layout.v1.schema.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pymastery.layout.facts import Generation, Neighbour, Part, Place, Pool, Proof, Retained


def payload_of(place: Place) -> dict[str, Any]:
    """Return the JSON-ready dict of a place."""
    made = asdict(place)
    made["pool"] = _pool(place.pool) if place.pool else None
    return {name: list(value) if type(value) is tuple else value for name, value in made.items()}


def _pool(pool: Pool) -> dict[str, Any]:
    made = asdict(pool)
    for name in ("address", "following", "following_id"):
        made[name] = None if made[name] is None else hex(made[name])
    return made


def place_of(made: dict[str, Any]) -> Place:
    """Return the facts that a `place` was made of.

    Raises:
        KeyError: Where a required part is missing.
    """
    generation, retained = made["generation"], made["retained"]
    return Place(
        allocator=made["allocator"],
        pool=_pool_of(made["pool"]) if made["pool"] else None,
        neighbours=tuple(Neighbour(**each) for each in made["neighbours"]),
        generation=Generation(**{**generation, "proof": Proof(**generation["proof"])}),
        parts=tuple(Part(**each) for each in made["parts"]),
        getsizeof=made["getsizeof"],
        getsizeof_counts=made["getsizeof_counts"],
        retained=Retained(**retained) if retained else None,
    )


def _pool_of(made: dict[str, Any]) -> Pool:
    addresses = {
        name: None if made[name] is None else int(made[name], 16) for name in ("address", "following", "following_id")
    }
    return Pool(**{**made, **addresses, "proof": Proof(**made["proof"])})
