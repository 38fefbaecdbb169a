"""Where an object lives, as text: sentences, a map of its pool, a table of sizes."""

from __future__ import annotations

from pymastery.layout.facts import Neighbour, Part, Place, Pool, Retained
from pymastery.markup import Markup, count, element, table, text

_SIGNS = {"o": "@", "u": "#", "f": "-", "n": "."}
_WORDS = {"o": "this object", "u": "in use", "f": "free", "n": "never handed out"}
_ROW = 64
_HEAD = ["memory", "bytes", "where"]


def sentences(place: Place) -> list[str]:
    """Return what there is to say of a place, a line each."""
    lines = [f"Where it lives: {place.allocator}"]
    if place.pool:
        lines += [_pool(place.pool), *_following(place.pool)]
    if place.neighbours:
        lines.append(f"Beside it: {'; '.join(map(_neighbour, place.neighbours))}.")
    lines.append(f"Garbage collector: {place.generation.text}.")
    return lines


def _pool(pool: Pool) -> str:
    return (
        f"Block {pool.index + 1} of the {len(pool.states)} blocks of {pool.block_size} bytes in the pool at "
        f"{pool.address:#x}, arena {pool.arena}."
    )


def _following(pool: Pool) -> list[str]:
    if pool.following is None:
        return ["All its blocks are in use, so the next object of this size comes into another pool."]
    line = (
        f"When this was read, the block at {pool.following:#x} was the next that this pool hands out: id "
        f"{pool.following_id:#x} for an object like it, unless its type keeps freed objects in a list of its own, and "
        "takes those first. What has been made since, by this view too, may have taken it."
    )
    if pool.turn is None:
        return [line]
    before = f"{count(pool.turn, 'pool')} of this size {'is' if pool.turn == 1 else 'are'} asked before."
    return [line, before if pool.turn else "This pool is asked first."]


def _neighbour(neighbour: Neighbour) -> str:
    way = "further on" if neighbour.distance > 0 else "before"
    return f"{neighbour.text}, {count(abs(neighbour.distance), 'block')} {way}"


def pool_map(pool: Pool) -> list[str]:
    """Return a sign for each block in rows, and then what the signs mean."""
    signs = "".join(_SIGNS[state] for state in pool.states)
    rows = [signs[at : at + _ROW] for at in range(0, len(signs), _ROW)]
    legend = [f"{sign} {_WORDS[state]}: {pool.states.count(state)}" for state, sign in _SIGNS.items()]
    return [*rows, ", ".join(legend)]


def sizes(place: Place) -> list[list[str]]:
    """Return the rows of a table: each part, their sum, what sys.getsizeof says, what would be freed."""
    rows = [[part.id, str(part.size), _where(part)] for part in place.parts]
    if len(place.parts) > 1:
        rows.append(["together", str(place.whole), "without what is not its own"])
    rows.append(["sys.getsizeof", str(place.getsizeof or ""), place.getsizeof_counts])
    if place.retained is None:
        return [*rows, ["freed with it", "", "immortal: it is never freed"]]
    found = place.retained
    at_least = "at least " if found.cut else ""
    return [*rows, ["freed with it", f"{at_least}{found.size}", _freed(found)]]


def _freed(found: Retained) -> str:
    if found.objects > 1:
        return f"it and {'at least ' if found.cut else ''}{count(found.objects - 1, 'more object')}"
    return "it, and perhaps more: not all was looked at" if found.cut else "it and nothing else"


def _where(part: Part) -> str:
    return part.text if part.counted else f"({part.text})"


def plain_place(place: Place) -> list[str]:
    """Return the lines of the text form."""
    lines = sentences(place)
    if place.pool:
        lines += [f"  {row}" for row in pool_map(place.pool)]
    rows = sizes(place)
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return [*lines, *(f"  {row[0].ljust(widths[0])}  {row[1].rjust(widths[1])}  {row[2]}".rstrip() for row in rows)]


def html_place(place: Place) -> list[Markup]:
    """Return the parts of the HTML form."""
    made = [element("p", text(line)) for line in sentences(place)]
    if place.pool:
        made.append(element("pre", text("\n".join(pool_map(place.pool))), title=place.pool.proof.how))
    rows = [[element("code", text(row[0])), text(row[1]), text(row[2])] for row in sizes(place)]
    return [*made, table("Sizes", _HEAD, rows)]
