"""Facts of a layout ↔ the JSON-ready dict of schemas/layout.v1.schema.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from pymastery.interpreter import Interpreter
from pymastery.layout.facts import Block, Contents, Field, Holder, Layout, Ledger, Moment, Proof, Series, Target
from pymastery.layout.payload_place import payload_of, place_of

SERIES = 256 * 1024
"""Characters of the readings of a series, at most: one that does not fit any more is left out, its numbers are sent."""

OBJECTS = 2 * 1024 * 1024
"""The same of a series of several objects, all of which are to be seen: each was asked for."""


def payload(facts: Layout) -> dict[str, Any]:
    """Return the payload of a layout."""
    made: dict[str, Any] = {
        "kind": "layout",
        "version": 1,
        "interpreter": facts.interpreter.payload(),
        **_reading(facts),
    }
    if facts.notice is not None:
        made["notice"] = facts.notice
    if facts.ledger is not None:
        made["ledger"] = {
            "count": facts.ledger.count,
            "holders": [asdict(holder) for holder in facts.ledger.holders],
            "unexplained": facts.ledger.unexplained,
        }
    if facts.place is not None:
        made["place"] = payload_of(facts.place)
    if facts.others:
        made["others"] = [_reading(each) for each in facts.others]
    if facts.series is not None:
        moments = list(_moments(facts.series))
        left_out = sum("reading" not in each for each in moments[:-1])
        made["series"] = {"of": facts.series.of, "left_out": left_out, "moments": moments}
    return made


def _moments(series: Series) -> Iterator[dict[str, Any]]:
    room = OBJECTS if series.of == "objects" else SERIES
    for moment in series.moments:
        made: dict[str, Any] = {
            "label": moment.label,
            "size": moment.size,
            "total": moment.total,
            "changed": moment.changed,
        }
        if moment.contents is not None:
            made["contents"] = asdict(moment.contents)
        for name in ("moved", "resized", "shared"):
            if getattr(moment, name):
                made[name] = list(getattr(moment, name))
        if moment.layout is not None:
            reading = _reading(moment.layout)
            size = len(json.dumps(reading))
            if size <= room:
                room -= size
                made["reading"] = reading
        yield made


def _reading(facts: Layout) -> dict[str, Any]:
    return {
        "object": {
            "type": facts.type,
            "family": facts.family,
            "repr": facts.repr,
            "address": hex(facts.address),
            "getsizeof": facts.getsizeof,
        },
        "blocks": [_block(block) for block in facts.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": block.id,
        "title": block.title,
        "address": hex(block.address),
        "start": block.start,
        "size": block.size,
        "bytes": block.data.hex(),
        "fields": [_field(field) for field in block.fields],
    }
    if len(block.data) < block.size:
        made["cut"] = {"shown": len(block.data), "total": block.size}
    return made


def _field(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": field.name,
        "c_type": field.c_type,
        "offset": field.offset,
        "size": field.size,
        "role": field.role,
        "value": field.value,
        "meaning": field.meaning,
        "proof": {"status": field.proof.status, "how": field.proof.how},
    }
    if field.bits:
        made["bits"] = {"first": field.bits[0], "width": field.bits[1]}
    if field.target:
        made["target"] = {"text": field.target.text}
        if field.target.block:
            made["target"]["block"] = field.target.block
    if field.was is not None:
        made["was"] = field.was
    if field.note is not None:
        made["note"] = field.note
    return made


def facts_of(made: dict[str, Any]) -> Layout:
    """Return the facts that a payload was made of, so that a saved one has its text and HTML too.

    Raises:
        KeyError: Where a required part is missing.
    """
    here = Interpreter(**made["interpreter"])
    return replace(
        _reading_of(here, made),
        notice=made.get("notice"),
        ledger=_ledger_of(made["ledger"]) if "ledger" in made else None,
        place=place_of(made["place"]) if "place" in made else None,
        others=tuple(_reading_of(here, each) for each in made.get("others", ())),
        series=_series_of(here, made["series"]) if "series" in made else None,
    )


def _series_of(here: Interpreter, made: dict[str, Any]) -> Series:
    return Series(made["of"], tuple(_moment_of(here, each) for each in made["moments"]))


def _moment_of(here: Interpreter, made: dict[str, Any]) -> Moment:
    return Moment(
        made["label"],
        made["size"],
        made["total"],
        Contents(**made["contents"]) if "contents" in made else None,
        made["changed"],
        tuple(made.get("moved", ())),
        tuple(made.get("resized", ())),
        tuple(made.get("shared", ())),
        _reading_of(here, made["reading"]) if "reading" in made else None,
    )


def _ledger_of(made: dict[str, Any]) -> Ledger:
    return Ledger(made["count"], tuple(Holder(**each) for each in made["holders"]), made["unexplained"])


def _reading_of(here: Interpreter, made: dict[str, Any]) -> Layout:
    subject = made["object"]
    return Layout(
        interpreter=here,
        type=subject["type"],
        family=subject["family"],
        repr=subject["repr"],
        address=int(subject["address"], 16),
        getsizeof=subject["getsizeof"],
        blocks=tuple(_block_of(block) for block in made["blocks"]),
    )


def _block_of(made: dict[str, Any]) -> Block:
    return Block(
        made["id"],
        made["title"],
        int(made["address"], 16),
        made["start"],
        made["size"],
        bytes.fromhex(made["bytes"]),
        tuple(_field_of(field) for field in made["fields"]),
    )


def _field_of(made: dict[str, Any]) -> Field:
    bits, target = made.get("bits"), made.get("target")
    return Field(
        made["name"],
        made["c_type"],
        made["offset"],
        made["size"],
        made["role"],
        made["value"],
        made["meaning"],
        Proof(**made["proof"]),
        (bits["first"], bits["width"]) if bits else None,
        Target(target["text"], target.get("block")) if target else None,
        made.get("was"),
        made.get("note"),
    )
