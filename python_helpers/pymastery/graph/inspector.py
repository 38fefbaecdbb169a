"""The facts of a memory graph: objects reachable from names, and every reference between them.

The walk is breadth first, so what is near the names is shown first, and bounded, so a heap of any
size is quick. It holds the objects while it runs and keeps none; it calls no code of theirs.
"""

from __future__ import annotations

import types
from collections.abc import Iterable
from dataclasses import dataclass

from ..describe import describe, family, safe_sizeof, type_name
from ..heap.labels import Labelled, Walk, is_atom, references
from .cycles import cycles
from .names import Roots

OBJECTS = 400
"""Objects with references that are shown, at most."""

ATOMS = 1200
"""Numbers, texts and singletons that are shown, at most."""

SLOTS = 60
"""References that are shown of one object, at most."""

_SIZED: tuple[type, ...] = (list, tuple, dict, set, frozenset, str, bytes, bytearray)
_IMMUTABLE: tuple[type, ...] = (
    *(int, bool, float, complex, str, bytes, tuple, frozenset, range, type(None)),
    *(type(Ellipsis), type(NotImplemented), types.CodeType, types.BuiltinFunctionType),
)
_SIZED_IDS = frozenset(map(id, _SIZED))
_IMMUTABLE_IDS = frozenset(map(id, _IMMUTABLE))


@dataclass(frozen=True)
class Budget:
    """How much of a graph is shown, at most."""

    objects: int = OBJECTS
    atoms: int = ATOMS
    slots: int = SLOTS


@dataclass(frozen=True)
class Slot:
    """One reference of an object.

    Attributes:
        kind: "index", "key", "value", "item", "attribute", "slot", "cell", "closure", "default"
            or "referent".
        label: The index, the key's repr, the attribute's or variable's name.
        target: Number of the object referred to, None where it was cut.
    """

    kind: str
    label: str
    target: int | None


@dataclass(frozen=True)
class Object:
    """One object as it was.

    Attributes:
        type: Name of its class.
        family: Family of the class, as `describe.family` gives it.
        repr: Short, made without running code of its class.
        address: `id(obj)`.
        size: `sys.getsizeof(obj)` in bytes, 0 where asking would run code of the class.
        length: Items of a built-in container or text, None for others.
        atom: Whether it refers to nothing worth drawing.
        immutable: Whether its value cannot change.
        slots: Its first references.
        total: How many references could be shown without the budget.
        hidden: References that the collector sees and that are not in `slots`, such as the type.
    """

    type: str
    family: str
    repr: str
    address: int
    size: int
    length: int | None
    atom: bool
    immutable: bool
    slots: tuple[Slot, ...]
    total: int
    hidden: int


@dataclass(frozen=True)
class Name:
    """One name of a root and the number of the object it refers to."""

    name: str
    target: int


@dataclass(frozen=True)
class Root:
    """Where the graph starts: see `names.Roots`."""

    title: str
    kind: str
    names: tuple[Name, ...]
    total: int
    hidden: int


@dataclass(frozen=True)
class Graph:
    """A memory graph.

    Attributes:
        root: The names it starts from.
        objects: In the order of a breadth-first walk.
        cycles: Numbers of the objects of each cycle.
        found: Objects seen, shown or not.
        at_least: Whether something was cut, so that there may be more than `found`.
    """

    root: Root
    objects: tuple[Object, ...]
    cycles: tuple[tuple[int, ...], ...]
    found: int
    at_least: bool


def inspect(roots: Roots, names: Iterable[str] = (), budget: Budget | None = None) -> Graph:
    """Walk from the roots and return the graph.

    Args:
        roots: Names and objects.
        names: Names that attributes may have, beside those that their classes mention.
        budget: How much is shown, at most.
    """
    budget = budget or Budget()
    heap = _Heap(budget, Walk(budget.slots, names))
    known = [(name, heap.number(target)) for name, target in roots.names]
    labelled = heap.walk()
    # a name whose object does not fit into the budget has nothing to lead to
    root_names = tuple(Name(name, number) for name, number in known if number is not None)
    root = Root(roots.title, roots.kind, root_names, roots.total, roots.hidden)
    slots = [heap.slots(each) for each in labelled]
    words: dict[int, tuple[str, str]] = {}
    objects = tuple(
        _object(obj, each, own, words) for obj, each, own in zip(heap.objects, labelled, slots, strict=True)
    )
    targets = [[slot.target for slot in own if slot.target is not None] for own in slots]
    rings = tuple(tuple(ring) for ring in cycles(targets))
    cut = bool(heap.left_out) or any(each.total > len(own) for each, own in zip(objects, slots, strict=True))
    return Graph(root, objects, rings, len(objects) + len(heap.left_out), cut)


class _Heap:
    """The objects found so far, numbered in the order they were found."""

    def __init__(self, budget: Budget, walk: Walk) -> None:
        self.objects: list[object] = []
        self.left_out: dict[int, object] = {}
        self._numbers: dict[int, int] = {}
        self._room = {False: budget.objects, True: budget.atoms}
        self._walk = walk

    def number(self, obj: object) -> int | None:
        """Return the number of an object, a new one where there is room, else None."""
        found = self._numbers.get(id(obj))
        if found is not None:
            return found
        atom = is_atom(obj)
        if not self._room[atom]:
            self.left_out[id(obj)] = obj
            return None
        self._room[atom] -= 1
        self._numbers[id(obj)] = len(self.objects)
        self.objects.append(obj)
        return len(self.objects) - 1

    def walk(self) -> list[Labelled]:
        """Return the labelled references of every object, finding the objects on the way."""
        found: list[Labelled] = []
        for obj in self.objects:  # grows meanwhile
            labelled = references(obj, self._walk)
            found.append(labelled)
            for reference in labelled.shown:
                self.number(reference.target)
        return [self._unfold(each) for each in found]

    def _unfold(self, labelled: Labelled) -> Labelled:
        # the attribute dict of an instance is an object of the graph too: show that both share it
        number = self._numbers.get(id(labelled.fold)) if labelled.fold is not None else None
        if number is None:
            return labelled
        shown = [each for each in labelled.shown if each.kind != "attribute"]
        shown.append(type(labelled.shown[0])("slot", "__dict__", labelled.fold))
        gone = len(labelled.shown) - len(shown) + 1
        return Labelled(shown, labelled.total - gone + 1, labelled.hidden - 1 + labelled.direct)

    def slots(self, labelled: Labelled) -> tuple[Slot, ...]:
        """Return references with numbers in place of objects."""
        return tuple(Slot(each.kind, each.label, self._numbers.get(id(each.target))) for each in labelled.shown)


def _object(obj: object, labelled: Labelled, slots: tuple[Slot, ...], words: dict[int, tuple[str, str]]) -> Object:
    cls = id(type(obj))
    if cls not in words:
        words[cls] = type_name(type(obj)), family(obj)
    return Object(
        type=words[cls][0],
        family=words[cls][1],
        repr=describe(obj),
        address=id(obj),
        size=safe_sizeof(obj),
        length=len(obj) if cls in _SIZED_IDS else None,  # type: ignore[arg-type]
        atom=is_atom(obj),
        immutable=cls in _IMMUTABLE_IDS,
        slots=slots,
        total=labelled.total,
        hidden=labelled.hidden,
    )
