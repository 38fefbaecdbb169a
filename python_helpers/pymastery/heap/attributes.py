"""Names of an instance's attributes, without asking for its `__dict__`.

`o.__dict__` makes a dict object where there was none (CPython 3.11+ keeps the values beside or in
the object), so it would change what is shown. Here each candidate name is looked up by
`object.__getattribute__`, which makes no dict, and is believed only where the collector sees the
value found among the object's references. A name whose look-up could run a descriptor of the class
is never looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from .classes import ClassFacts
from .multiset import References

_look_up = object.__getattribute__
_ABSENT = object()

Named = list[tuple[str, object]]


class Attributes(NamedTuple):
    """Attributes by name; the dict that holds them, or None; how many the object refers to itself."""

    named: Named
    fold: dict[object, object] | None
    direct: int


def attributes(obj: object, facts: ClassFacts, left: References, names: Iterable[str]) -> Attributes:
    """Return the attributes of an instance, in the order it stores them.

    Args:
        obj: An instance.
        facts: Those of its class.
        left: The references of `obj` that have no label yet; what is labelled here is taken out.
        names: Candidates for names, beside those that the class mentions.
    """
    candidates = list(dict.fromkeys([*names, *facts.names]))
    found = _instance_dict(obj, facts, left, candidates)
    if found is not None:
        left.take(found)
        pairs = [(str(name), value) for name, value in _pairs(found)]
        # 3.13+: the object itself still holds the values that its dict shows
        return Attributes(pairs, found, sum(left.take(value) for _, value in pairs))
    order = left.positions()
    placed: list[tuple[int, str, object]] = []
    # where a class attribute has the name too, it may be what was found: those come last
    for wanted in ("free", "value"):
        for name in candidates:
            if facts.shadow(name) == wanted:
                value = _value(obj, name)
                if value is _ABSENT or (wanted == "value" and value is facts.class_value(name)):
                    continue
                if left.take(value):
                    placed.append((order[id(value)].pop(0), name, value))
    named = [(name, value) for _, name, value in sorted(placed, key=lambda item: item[0])]
    return Attributes(named, None, len(named))


def _value(obj: object, name: str) -> object:
    try:
        return _look_up(obj, name)
    except AttributeError:
        return _ABSENT


def _pairs(found: dict[object, object]) -> list[tuple[object, object]]:
    try:
        return list(found.items())
    except RuntimeError:  # another thread sets attributes meanwhile
        return []


def _instance_dict(
    obj: object, facts: ClassFacts, left: References, candidates: list[str]
) -> dict[object, object] | None:
    """Return the dict that holds the attributes, where there is one.

    It is a dict among the references whose every item reads the same as an attribute, and beside
    which the object refers to nothing but, from 3.13 on, the same values.
    """
    for found in left.dicts():
        if not found or not all(type(name) is str for name, _ in _pairs(found)):
            continue
        if left.total() - left.count(found) not in (0, len(found)):
            continue
        if any(facts.shadow(name) != "descriptor" and _value(obj, name) is found for name in candidates):
            continue  # it is the value of an attribute
        safe = [(name, value) for name, value in islice(_pairs(found), 64) if facts.shadow(str(name)) != "descriptor"]
        if safe and all(_value(obj, str(name)) is value for name, value in safe):
            return found
    return None
