"""What an entry point returns: the same facts as a payload, as static HTML and as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from .markup import Markup, element, text


class View:
    """One picture of the interpreter's state, made when the entry point was called.

    The last expression of a cell shows it, `print()` gives its text form, `payload` is the
    JSON-ready dict that the schema of its kind describes, `save()` writes it to a file.

    Args:
        kind: The noun of the kind: "bytecode", "layout", "graph", "check".
        payload: JSON-ready, or what makes it when it is first asked for; it is not copied.
        html: Makes the static HTML form.
        plain: Makes the text form.
    """

    __slots__ = ("_html", "_payload", "_plain", "kind")

    kind: str
    _payload: dict[str, Any] | Callable[[], dict[str, Any]]
    _html: Callable[[], Markup]
    _plain: Callable[[], str]

    def __init__(
        self,
        kind: str,
        payload: dict[str, Any] | Callable[[], dict[str, Any]],
        html: Callable[[], Markup],
        plain: Callable[[], str],
    ) -> None:
        for name, value in (("kind", kind), ("_payload", payload), ("_html", html), ("_plain", plain)):
            object.__setattr__(self, name, value)

    @property
    def payload(self) -> dict[str, Any]:
        """The JSON-ready dict of this view: the same one each time."""
        if callable(self._payload):
            object.__setattr__(self, "_payload", self._payload())
        return cast("dict[str, Any]", self._payload)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a view shows one moment and does not change: make a new one to set {name!r}")

    def __copy__(self) -> View:
        return self  # it never changes

    def __deepcopy__(self, memo: object) -> View:
        return self

    @property
    def mime_type(self) -> str:
        """The MIME type that our renderers are registered for."""
        return f"application/vnd.pymastery.{self.kind}.v{self.payload['version']}+json"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            self.mime_type: self.payload,
            "text/html": element("div", self._html(), class_=f"pymastery-{self.kind}"),
            "text/plain": self._plain(),
        }

    def __repr__(self) -> str:
        return self._plain()

    def save(self, path: str | Path) -> Path:
        """Write this view to a file whose ending says how: .html, .json or .txt.

        Returns:
            The path written.

        Raises:
            ValueError: For another ending.
        """
        target = Path(path)
        forms: dict[str, Callable[[], str]] = {
            ".html": self._page,
            ".json": lambda: json.dumps(self.payload, indent=1, ensure_ascii=False) + "\n",
            ".txt": lambda: self._plain() + "\n",
        }
        if target.suffix not in forms:
            raise ValueError(f"save() writes {', '.join(forms)}: end the path with one of these, not {target.name!r}")
        target.write_text(forms[target.suffix](), encoding="utf-8", errors="backslashreplace")
        return target

    def _page(self) -> str:
        head = '<meta charset="utf-8">' + element("title", text(f"pymastery {self.kind}"))
        return f'<!doctype html><html lang="en"><head>{head}</head><body>{self._html()}</body></html>\n'
