"""HTML as text, every value escaped: the static twin of a view is built from these two functions.

The result has no script, no style element and no event handler, because notebooks that are not
trusted have them removed, and nbconvert, GitHub and graders show what is left.
"""

from __future__ import annotations

from html import escape
from typing import NewType

Markup = NewType("Markup", str)
"""HTML that is safe to insert as it stands."""


def text(value: object) -> Markup:
    """Return `str(value)` escaped for HTML, lone surrogates made visible."""
    return Markup(escape(str(value).encode("utf-8", "backslashreplace").decode("utf-8")))


def count(number: int, noun: str) -> str:
    """Return how many there are of something, in words: "1 instruction", "2 instructions"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def element(name: str, /, *children: Markup, **attributes: str | int | None) -> Markup:
    """Return one HTML element.

    Args:
        name: Tag name, such as "td".
        *children: What stands inside, as it is; `text` makes it from a value.
        **attributes: `class_` becomes class, underscores become hyphens; None leaves one out.
    """
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{pairs}>{''.join(children)}</{name}>")


def table(caption: str, head: list[str], rows: list[list[Markup]]) -> Markup:
    """Return a table: a caption, a row of column headings, rows of cells."""
    return element(
        "table",
        element("caption", text(caption)),
        element("thead", element("tr", *(element("th", text(cell), scope="col") for cell in head))),
        element("tbody", *(element("tr", *(element("td", cell) for cell in row)) for row in rows)),
    )


def details(summary: str, *children: Markup, open_: bool = False) -> Markup:
    """Return a `<details>` that folds `children` under a line of text."""
    inner = element("summary", text(summary)) + "".join(children)
    return Markup(f"<details{' open' if open_ else ''}>{inner}</details>")
