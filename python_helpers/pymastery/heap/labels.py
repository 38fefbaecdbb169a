"""The references of one object, each with the label that a learner knows it by.

The collector's own list, `gc.get_referents`, is the truth that labels are matched against. Labelled
targets plus `hidden` account for every reference in it, with these folds, whose intermediate
object counts as hidden and whose items are shown as the holder's own: the attribute dict of an
instance or a function, the closure and default tuples and the keyword-default dict of a function,
the namespace and the bases of a class. Where slots were cut nothing is counted as hidden.
"""

from __future__ import annotations

import builtins
import collections
import types
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, NamedTuple

from ..describe import bounded, describe
from .attributes import Attributes, attributes
from .classes import ClassFacts, bases, from_a_library, namespace
from .multiset import References

NAME = 200
"""Characters of the name of an attribute or a variable, at most."""


class Reference(NamedTuple):
    """One reference: what kind of slot holds it, the slot's label, the object it leads to."""

    kind: str
    label: str
    target: object


class Labelled(NamedTuple):
    """The references of one object: the first of them, how many there are, how many are not shown.

    `fold` is the dict whose items are shown as the attributes of the object, `direct` how many of
    these the object refers to itself.
    """

    shown: list[Reference]
    total: int
    hidden: int
    fold: object = None
    direct: int = 0


class Walk:
    """What is kept while one graph is walked: facts of classes, and names that attributes may have.

    Args:
        limit: References to label an object, at most.
        names: Candidates for attribute names, from the code that asked for the graph.
    """

    __slots__ = ("_facts", "limit", "names")

    def __init__(self, limit: int, names: Iterable[str] = ()) -> None:
        self.limit = limit
        self.names = list(dict.fromkeys(names))
        self._facts: dict[int, tuple[type, ClassFacts]] = {}

    def facts(self, cls: type) -> ClassFacts:
        """Return the facts of a class, read once a walk."""
        # by identity: a metaclass may define __hash__ and __eq__
        if id(cls) not in self._facts:
            self._facts[id(cls)] = cls, ClassFacts(cls, _CONTAINERS)
        return self._facts[id(cls)][1]


def _by_id(*classes: type) -> frozenset[int]:
    return frozenset(map(id, classes))


_FROZENDICT: Any = getattr(builtins, "frozendict", None)  # PEP 814
_MAPPINGS: tuple[Any, ...] = (dict,) if _FROZENDICT is None else (dict, _FROZENDICT)
_SEQUENCES: tuple[Any, ...] = (list, tuple, collections.deque)
_SETS: tuple[Any, ...] = (set, frozenset)
_CONTAINERS = (*_MAPPINGS, *_SEQUENCES, *_SETS)
_ATOMS = _by_id(
    int, bool, float, complex, str, bytes, bytearray, range, type(None), type(Ellipsis), type(NotImplemented)
)
_LEAVES = _by_id(types.ModuleType, types.CodeType, types.FrameType, types.TracebackType)
_NEVER_SHOWN = _by_id(types.ModuleType, types.CodeType, types.FrameType, type)
_NOTHING = Labelled([], 0, 0)


def is_atom(obj: object) -> bool:
    """Return whether an object refers to nothing worth drawing: a number, a text, a singleton."""
    return id(type(obj)) in _ATOMS


def references(obj: object, walk: Walk) -> Labelled:
    """Return the labelled references of any object; nothing of its class runs.

    Sources: the `tp_traverse` functions of CPython's Objects/*.c, through `gc.get_referents`.
    """
    cls = type(obj)
    if id(cls) in _ATOMS:
        return _NOTHING
    if id(cls) in _BUILT_IN:
        return _BUILT_IN[id(cls)](obj, walk)
    facts = walk.facts(cls)
    if id(cls) in _LEAVES or facts.is_ours:
        return Labelled([], 0, References(obj).total())
    if facts.is_class:
        return _class(obj, walk)
    return _instance(obj, facts, walk)


def _items(obj: Any, base: Any, limit: int) -> list[Reference]:
    # the base's own methods: a subclass may define others
    if any(base is mapping for mapping in _MAPPINGS):
        return _entries(base.items(obj), limit)
    try:
        found = list(islice(base.__iter__(obj), limit))
    except RuntimeError:  # another thread changes it meanwhile
        return []
    if any(base is each for each in _SETS):
        return [Reference("item", "", target) for target in found]
    return [Reference("index", str(index), target) for index, target in enumerate(found)]


def _entries(items: Iterable[tuple[object, object]], limit: int) -> list[Reference]:
    shown: list[Reference] = []
    try:
        pairs = list(islice(items, limit))
    except RuntimeError:  # another thread changes it meanwhile
        return shown
    for key, value in pairs:
        label = describe(key, 40)
        if type(key) is not str:
            shown.append(Reference("key", label, key))
        shown.append(Reference("value", label, value))
    return shown


def _container(base: Any) -> Callable[[Any, Walk], Labelled]:
    exact = base in (list, tuple, set, frozenset)

    def label(obj: Any, walk: Walk) -> Labelled:
        size = base.__len__(obj)
        shown = _items(obj, base, walk.limit + 1)
        if size > walk.limit or len(shown) > walk.limit:
            return _cut(shown[: walk.limit], size)
        # a dict with a key that is no str shows the collector its str keys too (Objects/dictobject.c)
        hidden = 0 if exact else _unlabelled(obj, shown)
        return Labelled(shown, len(shown), hidden)

    return label


def _cut(shown: list[Reference], size: int) -> Labelled:
    # an item that is not shown counts as one reference, even if its key would be another
    items = sum(reference.kind != "key" for reference in shown)
    return Labelled(shown, len(shown) + size - items, 0)


def _unlabelled(obj: object, shown: Iterable[Reference]) -> int:
    left = References(obj)
    for reference in shown:
        left.take(reference.target)
    return left.total()


def _instance(obj: Any, facts: ClassFacts, walk: Walk) -> Labelled:
    shown: list[Reference] = []
    base = facts.base
    if base is not None:
        size = base.__len__(obj)
        shown = _items(obj, base, walk.limit + 1)
        if size > walk.limit or len(shown) > walk.limit:
            return _cut(shown[: walk.limit], size)
    left = References(obj)
    for reference in shown:
        left.take(reference.target)
    hidden = int(left.take(type(obj)))
    shown += _members(obj, facts, left)
    found = attributes(obj, facts, left, walk.names) if facts.heap else Attributes([], None, 0)
    shown += [Reference("attribute", bounded(name, NAME), value) for name, value in found.named]
    hidden += found.fold is not None
    for target in left.left():
        if _is_hidden(target, facts):
            hidden += 1
        else:
            shown.append(Reference("referent", "", target))
    if len(shown) > walk.limit:
        hidden = 0
    return Labelled(shown[: walk.limit], len(shown), hidden, found.fold, found.direct)


def _is_hidden(target: object, facts: ClassFacts) -> bool:
    if id(type(target)) in _NEVER_SHOWN:
        return True
    # what a C object holds beside its members: names, documentation, the function of a generator
    return not facts.heap and (is_atom(target) or type(target) is types.FunctionType or _is_globals(target))


def _is_globals(target: object) -> bool:
    return type(target) is dict and ("__builtins__" in target or "__build_class__" in target)


def _members(obj: object, facts: ClassFacts, left: References) -> list[Reference]:
    found: list[Reference] = []
    for name, member in facts.members:
        try:
            target = member.__get__(obj)
        except (AttributeError, TypeError, SystemError):  # the slot is empty
            continue
        if target is None and not facts.heap:
            continue  # what was not given to a C object, such as the setter of a property
        if id(type(target)) not in _NEVER_SHOWN and left.take(target):
            found.append(Reference("slot", bounded(name, NAME), target))
    return found


def _function(obj: Any, walk: Walk) -> Labelled:
    code = obj.__code__
    shown = [
        Reference("closure", bounded(name, NAME), cell)
        for name, cell in zip(code.co_freevars, obj.__closure__ or (), strict=False)
    ]
    positional = code.co_varnames[: code.co_argcount]
    # the built-in methods: what a learner put in their place may be of a subclass
    values = () if obj.__defaults__ is None else tuple.__getitem__(obj.__defaults__, slice(None))
    for name, value in zip(positional[len(positional) - len(values) :], values, strict=False):
        shown.append(Reference("default", bounded(name, NAME), value))
    for name, value in () if obj.__kwdefaults__ is None else list(dict.items(obj.__kwdefaults__)):
        shown.append(Reference("default", describe(name, 40).strip("'"), value))
    left = References(obj)
    total = left.total()
    shown += _function_attributes(obj, left)
    return Labelled(shown[: walk.limit], len(shown), total)


def _function_attributes(obj: Any, left: References) -> list[Reference]:
    for found in left.dicts():
        if found is obj.__globals__ or found is obj.__kwdefaults__ or not found:
            continue
        names = [name for name in found if type(name) is str and name not in types.FunctionType.__dict__]
        if names and all(getattr(obj, name, left) is found[name] for name in names):
            return [Reference("attribute", bounded(name, NAME), found[name]) for name in names]
    return []


def _cell(obj: Any, walk: Walk) -> Labelled:
    try:
        return Labelled([Reference("cell", "contents", obj.cell_contents)], 1, 0)
    except ValueError:  # empty
        return _NOTHING


def _built_in_function(obj: Any, walk: Walk) -> Labelled:
    left = References(obj)
    owner = obj.__self__
    if type(owner) is types.ModuleType or not left.take(owner):
        return Labelled([], 0, left.total())
    return Labelled([Reference("slot", "__self__", owner)], 1, left.total())


def _class(obj: Any, walk: Walk) -> Labelled:
    left = References(obj)
    if from_a_library(obj):
        return Labelled([], 0, left.total())
    shown = [Reference("slot", "base", base) for base in bases(obj) if base is not object]
    for name, value in list(namespace(obj).items()):
        # a key of the namespace may be of a subclass of str
        special = str.startswith(name, "__") and str.endswith(name, "__")
        if not special and not _is_getset(value):
            shown.append(Reference("attribute", bounded(name, NAME), value))
    for reference in shown:
        if reference.kind == "slot":
            left.take(reference.target)
    return Labelled(shown[: walk.limit], len(shown), left.total() if len(shown) <= walk.limit else 0)


def _is_getset(value: object) -> bool:
    cls = type(value)
    return cls is types.GetSetDescriptorType or cls is types.MemberDescriptorType


_BUILT_IN: dict[int, Callable[[Any, Walk], Labelled]] = {
    **{id(base): _container(base) for base in _CONTAINERS},
    id(types.FunctionType): _function,
    id(types.CellType): _cell,
    id(types.BuiltinFunctionType): _built_in_function,
}
