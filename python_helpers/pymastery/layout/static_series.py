"""A series of readings in words: one row a moment, for the twins that need no script."""

from __future__ import annotations

from pymastery.layout.facts import Contents, Moment, Series


def head(series: Series) -> list[str]:
    """Return the names of the columns."""
    first, last = ("beside", "in common") if series.of == "objects" else ("moment", "what happened")
    return [first, "used", "allocated", "unit", "object", "in all", last]


def title(series: Series) -> str:
    """Return what the rows are."""
    if series.of == "objects":
        return "Objects beside each other, in bytes:"
    return "Before the first call and after each, in bytes:"


def last_of(series: Series) -> str:
    """Return what stands below the rows."""
    return f"The last {'object' if series.of == 'objects' else 'moment'}, field by field:"


def rows(series: Series) -> list[list[str]]:
    """Return the cells of each moment."""
    is_objects = series.of == "objects"
    return [_row(number, moment, is_objects) for number, moment in enumerate(series.moments, start=1)]


def _row(number: int, moment: Moment, is_objects: bool) -> list[str]:
    label = f"{number}: {moment.label}" if is_objects else moment.label
    happened = "; ".join(moment.shared) if is_objects else _happened(moment, number == 1)
    return [label, *_contents(moment.contents), str(moment.size), str(moment.total), happened]


def _contents(contents: Contents | None) -> list[str]:
    if contents is None:
        return ["", "", ""]
    allocated = "" if contents.allocated is None else str(contents.allocated)
    return [str(contents.used), allocated, f"{plural(contents.unit)} of {_bytes(contents.width)}"]


def plural(unit: str) -> str:
    """Return a unit of contents for many."""
    return "entries" if unit == "entry" else f"{unit}s"


def _bytes(count: int) -> str:
    return "1 byte" if count == 1 else f"{count} bytes"


def _happened(moment: Moment, is_first: bool) -> str:
    if is_first:
        return ""
    both = [name for name in moment.resized if name in moment.moved]
    told = (
        (both, "resized and moved"),
        ([name for name in moment.resized if name not in both], "resized"),
        ([name for name in moment.moved if name not in both], "moved"),
    )
    parts = [f"{' and '.join(names)} {word}" for names, word in told if names]
    count = moment.changed
    parts.append("1 field changed" if count == 1 else f"{count} fields changed" if count else "nothing changed")
    return ", ".join(parts)
