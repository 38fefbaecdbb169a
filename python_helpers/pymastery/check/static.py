"""The static HTML and the text form of a check: they say the same as the drawn view."""

from __future__ import annotations

from typing import Any

from pymastery.markup import Markup, details, element, text

MARKS = {"passed": "✓", "failed": "✗", "not-run": "·"}
WORDS = {"passed": "passed", "failed": "failed", "not-run": "not run"}


def summary(facts: dict[str, Any]) -> str:
    """Return how many behaviours passed, as one short sentence."""
    behaviours = facts["behaviours"]
    passed = sum(item["status"] == "passed" for item in behaviours)
    if all(item["status"] == "not-run" for item in behaviours):
        return "Not checked yet."
    return f"{passed} of {len(behaviours)} {'behaviour' if len(behaviours) == 1 else 'behaviours'} passed."


def plain(facts: dict[str, Any]) -> str:
    """Return the text form."""
    lines = [f"{facts['title']}: {summary(facts)}"]
    shown = False
    for item in facts["behaviours"]:
        lines.append(f"  {MARKS[item['status']]} {WORDS[item['status']]}: {item['text']}")
        if "example" in item and not shown:
            shown = True
            lines += ["      for this input", *_indented(item["example"], 8)]
            lines += [f"      expected: {item['expected']}", f"      got:      {item['got']}"]
    if "hint" in facts:
        lines.append(f"Hint: {facts['hint']}")
    if "next" in facts:
        lines.append(f"Next: {facts['next']}")
    if "printed" in facts:
        lines += ["Printed while it was checked:", *_indented(facts["printed"], 4)]
    return "\n".join(lines)


def _indented(block: str, by: int) -> list[str]:
    return [" " * by + line for line in block.split("\n")]


def html(facts: dict[str, Any]) -> Markup:
    """Return the static HTML form."""
    parts = [
        element("p", element("strong", text(facts["title"])), text(f": {summary(facts)}")),
        element("ul", *(_item(item) for item in facts["behaviours"])),
    ]
    if "hint" in facts:
        parts.append(element("p", element("strong", text("Hint: ")), text(facts["hint"])))
    if "next" in facts:
        parts.append(element("p", element("strong", text("Next: ")), text(facts["next"])))
    if "printed" in facts:
        parts.append(details("Printed while it was checked", element("pre", text(facts["printed"]))))
    return Markup("".join(parts))


def _item(item: dict[str, str]) -> Markup:
    line = text(f"{MARKS[item['status']]} {WORDS[item['status']]}: {item['text']}")
    if "example" not in item:
        return element("li", line)
    rows = [
        ("Input", element("pre", text(item["example"]))),
        ("Expected", element("code", text(item["expected"]))),
        ("Got", element("code", text(item["got"]))),
    ]
    cells = [element("tr", element("th", text(head), scope="row"), element("td", cell)) for head, cell in rows]
    return element("li", line, element("table", element("tbody", *cells)))
