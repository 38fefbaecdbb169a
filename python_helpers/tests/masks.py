"""What of a layout is different in every run without saying anything, and so is masked in recordings."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from pymastery.layout.payload import facts_of
from pymastery.layout.static import plain

SHARED = 20
"""Above this, a count is that of an object the whole interpreter uses: it depends on what was imported."""

COUNTERS = ("ma_version_tag", "_ma_watcher_tag", "dk_version", "func_version", "co_version", "tp_version_tag")
"""Numbers drawn from counters that every dict, function or class of the process advances."""


TAGS = {"PyDictOrValues": 1, "_PyStackRef": 3}
"""C types whose low bits are no part of the address, and which these are."""


def leave_out_surroundings(payload: dict[str, Any]) -> None:
    """Remove who holds the object and what it leads to: that is as the whole process is."""
    for key in ("ledger", "others"):
        payload.pop(key, None)


def _blocks(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    moments = payload.get("series", {"moments": ()})["moments"]
    earlier = (moment["reading"] for moment in moments if "reading" in moment)
    for reading in (payload, *payload.get("others", ()), *earlier):
        yield from reading["blocks"]


def mask(payload: dict[str, Any]) -> None:
    """Replace, in place, what is left to chance: in the fields and in the bytes they stand for.

    Where the object lives is all chance: other pools, other neighbours, another generation each time.
    """
    payload.pop("place", None)
    for block in _blocks(payload):
        data = bytearray.fromhex(block["bytes"])
        for field in block["fields"]:
            # to a class of the interpreter's own, other modules have some too
            field["meaning"] = re.sub(r"the first of \d+ weak", "the first of the weak", field["meaning"])
            masked = _masked(field)
            if masked is not None:
                _write(data, block, field, masked)
        block["bytes"] = data.hex()


def _masked(field: dict[str, Any]) -> int | None:
    """Return the number to put in place of a field's, or None where it stays."""
    if field["role"] in ("padding", "unknown"):
        # malloc leaves there what was there; what is not decoded may hold addresses
        field["value"] = "0" if field["value"] else ""
        return 0
    if field["role"] == "gc" and field["value"] != "0x0":
        # neighbours in the collector's list: whatever else the process has made
        field["value"] = "0x40"
        return 0x40
    if field["role"] == "pointer" and field["c_type"] == "_PyStackRef":
        # the same address with other flags is no other address; `write_addresses` puts the flags back
        field["value"] = hex(int(field["value"], 16) & ~3)
        return None
    if field["name"] in COUNTERS:
        field["value"] = "0"
        if "was" in field:
            field["was"] = "0"
        return 0
    count = field["role"] == "refcount" and "immortal" not in field["meaning"]
    if count and field["value"].isdecimal() and int(field["value"]) > SHARED:
        field["value"], field["meaning"] = "1000", "many references, shared with the interpreter"
        field["proof"] = {
            "status": "verified",
            "how": "sys.getrefcount(x) agreed, or code that ran between changed it.",
        }
        return 1000
    return None


def write_addresses(payload: dict[str, Any]) -> None:
    """Put the canonical addresses that `normalise` has chosen into the bytes too, in place."""
    for block in _blocks(payload):
        data = bytearray.fromhex(block["bytes"])
        for field in block["fields"]:
            if field["role"] in ("pointer", "type") and field["value"].startswith("0x"):
                at = field["offset"] - block["start"]
                tag = data[at] & TAGS.get(field["c_type"], 0)
                field["value"] = hex(int(field["value"], 16) | tag)
                _write(data, block, field, int(field["value"], 16))
        block["bytes"] = data.hex()


def text_of(payload: dict[str, Any]) -> str:
    """Return the text twin of a masked payload."""
    return plain(facts_of(payload))


def _write(data: bytearray, block: dict[str, Any], field: dict[str, Any], number: int) -> None:
    at, size = field["offset"] - block["start"], field["size"]
    bits = field.get("bits")
    if bits:
        old = int.from_bytes(data[at : at + size], sys.byteorder)
        room = ((1 << bits["width"]) - 1) << bits["first"]
        number = old & ~room | number & room
    data[at : at + size] = number.to_bytes(size, sys.byteorder)
