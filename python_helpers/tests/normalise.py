"""Makes two recordings of one case comparable: addresses become canonical, in first-visit order."""

from __future__ import annotations

import re
from typing import Any

ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
VERSION = re.compile(r"\bversion (\d+)")
"""A version number of a type, of keys or of a function: drawn from a counter of the whole process."""


class Addresses:
    """Real address → canonical address, the first one seen being 0x7f0000000010; version numbers likewise from 1001."""

    def __init__(self) -> None:
        self.canonical: dict[str, str] = {}
        self.versions: dict[str, str] = {}

    def __call__(self, real: str) -> str:
        return self.canonical.setdefault(real, hex(0x7F0000000000 + 16 * (len(self.canonical) + 1)))

    def in_text(self, text: str) -> str:
        text = VERSION.sub(lambda match: f"version {self.version(match[1])}", text)
        return ADDRESS.sub(lambda match: self(match[0]), text)

    def version(self, real: str) -> str:
        return self.versions.setdefault(real, str(1001 + len(self.versions)))


def normalise(value: Any, addresses: Addresses) -> Any:
    """Return `value` with each address in its strings replaced by its canonical one."""
    if isinstance(value, str):
        return addresses.in_text(value)
    if isinstance(value, list):
        return [normalise(item, addresses) for item in value]
    if isinstance(value, dict):
        return {key: normalise(item, addresses) for key, item in value.items()}
    return value
