"""Words for the references that one container has to an object: `xs[0]`, cell `n` of `f`, a name in your globals."""

from __future__ import annotations

import gc
import re
import sys
import types
from collections.abc import Iterator
from itertools import repeat
from operator import is_
from struct import calcsize
from typing import Any, NamedTuple

from pymastery.cpython.frames import UnknownFrame, Variable, localsplus
from pymastery.cpython.memory import BadAddress, NoReader, read
from pymastery.describe import bounded, describe, issubclass_exactly, printable, type_name
from pymastery.heap.classes import bases, module_of, mro, namespace
from pymastery.heap.labels import Walk, references
from pymastery.layout.constants import constants_of
from pymastery.layout.facts import Holder
from pymastery.layout.referrers import OURS, Answer, Held, Referrers, is_ours

SLOTS = 2000
"""References of one container that are looked at for the one that is sought."""

DEPTH = 2
"""Containers around a container that are asked for its name."""

_DICTOFFSET = type.__dict__["__dictoffset__"].__get__
_module_dict: Any = vars(types.ModuleType)["__dict__"].__get__
KEY = "\0"
"""What stands for a key until it is known; no name and no description has it."""

_PARTS = ("__code__", "__globals__", "__defaults__", "__kwdefaults__", "__closure__", "__doc__", "__name__")
_UNNAMED = re.compile(r"\b(a|an|the) ")
_GLOBAL = re.compile(r"global (\S+) of module (\S+)")
_OF_FUNCTIONS = frozenset(types.FunctionType.__dict__)
_IPYTHON = re.compile(r"(_+|_+\d+|_oh|Out)\Z")


def home() -> dict[str, object]:
    """Return the globals of `__main__`: those of a notebook's cells, or of the script that runs; else an empty dict."""
    main = sys.modules.get("__main__")
    return _module_dict(main) if issubclass_exactly(type(main), types.ModuleType) else {}


class Space(NamedTuple):
    """What a dict is.

    Attributes:
        kind: Of the holders that it has.
        form: Their words, KEY for the key.
        name: What the dict itself is called.
        has_names: Whether its keys are names, rather than any objects.
    """

    kind: str
    form: str
    name: str
    has_names: bool = True


class Search:
    """Names for containers, found by asking who refers to them.

    Args:
        held: The object that is held by somebody.
    """

    def __init__(self, held: Held) -> None:
        values: Answer = Answer()
        names: list[str] = []
        name = value = None
        for name, value in _pairs(home()):
            if type(name) is str:
                names.append(printable(bounded(name)))
                values.append(value)
        del name, value
        # of two names for one object, the one that a learner chose rather than one that is hidden
        by_choice = sorted(range(len(names)), key=lambda at: names[at].startswith("_"))
        self._names = {id(values[at]): names[at] for at in reversed(by_choice)}
        self._in_ipython = "get_ipython" in names
        self._modules = _module_names()
        self.constants, self.code_names = constants_of(_named_code(values))
        self.variables = list(_variables())
        self.referrers = Referrers(held, self._is_named)

    def _is_named(self, obj: object) -> bool:
        return id(obj) in self._names or id(obj) in self._modules or _has_name(obj)

    def expression(self, obj: object, depth: int = DEPTH) -> str:
        """Return how a learner would write an object: `xs`, `d['a'][0]`; else what it is."""
        name = self._names.get(id(obj))
        if name is not None:
            return name
        if _has_name(obj):
            return _name(obj)
        found = [
            _GLOBAL.sub(r"\2.\1", text)
            for referrer in (self.referrers.of(obj) if depth else ())
            for kind, text in self.paths(referrer, obj, depth - 1)
            if kind in ("name", "element", "attribute", "ipython")
        ]
        named = [text for text in found if not _UNNAMED.search(text)]
        return next(iter(named or [text for text in found if text.startswith("attribute ")]), _unnamed(obj))

    def paths(self, referrer: Any, target: object, depth: int) -> Iterator[tuple[str, str]]:
        """Yield kind and text of each reference that a container has to an object."""
        if type(referrer) is dict:
            yield from self._in_dict(referrer, target, depth)
        elif type(referrer) is tuple:
            yield from self._in_tuple(referrer, target, depth)
        elif type(referrer) is types.CellType:
            yield "cell", self._cell(referrer)
        elif type(referrer) is types.FunctionType:
            for part in _PARTS:
                if getattr(referrer, part) is target:
                    yield "attribute", f"{_name(referrer)}.{part}"
        elif type(referrer) is types.FrameType:
            name = next((each.name for each in _variables_of(referrer) if each.address == id(target)), None)
            where = f"a frame of {bounded(referrer.f_code.co_name)} that was kept"
            yield "variable", f"variable {bounded(name)} of {where}" if name else f"inside {where}"
        else:
            yield from self._in_other(referrer, target, depth)

    def _in_other(self, referrer: object, target: object, depth: int) -> Iterator[tuple[str, str]]:
        where = self.expression(referrer, depth)
        kind_of_attribute = "ipython" if _is_of_ipython(type(referrer)) else "attribute"
        for kind, label, found in references(referrer, Walk(SLOTS)).shown:
            if found is not target:
                continue
            if kind == "index" or kind == "value":
                yield "element", _item(where, label)
            elif kind in ("key", "item"):
                yield "element", f"{'key' if kind == 'key' else 'item'} of {where}"
            elif kind == "slot" and label == "base" and issubclass_exactly(type(referrer), type):
                yield "class", f"{where}.__base__"
            elif kind in ("attribute", "slot"):
                yield kind_of_attribute, _attribute(where, label)
            else:
                yield "referent", f"inside {where}"

    def _in_tuple(self, referrer: tuple[object, ...], target: object, depth: int) -> Iterator[tuple[str, str]]:
        kind, places = "element", None
        for owner in self.referrers.of(referrer):
            if type(owner) is types.FunctionType and owner.__defaults__ is referrer:
                names = owner.__code__.co_varnames[: owner.__code__.co_argcount][-len(referrer) :]
                names = (*["?"] * (len(referrer) - len(names)), *names)
                kind, places = "default", [f"default of {bounded(name)} of {_name(owner)}" for name in names]
            elif issubclass_exactly(type(owner), type):
                for name, found in (("__mro__", mro(owner)), ("__bases__", bases(owner))):
                    if found is referrer:
                        kind, places = "class", [f"{_name(owner)}.{name}[{index}]" for index in range(len(referrer))]
        if id(referrer) in self.code_names:
            name = self.code_names[id(referrer)]
            kind, places = "constant", [f"constant of the code of {name}"] * len(referrer)
        if places is None:
            where = self.expression(referrer, depth)
            places = [_item(where, str(index)) for index in range(len(referrer))]
        for place, item in zip(places, referrer, strict=False):
            if item is target:
                yield kind, place

    def _in_dict(self, referrer: dict[Any, Any], target: object, depth: int) -> Iterator[tuple[str, str]]:
        space = self._space(referrer, depth)
        for key, value in _pairs(referrer):
            if key is target:
                yield "key", f"key of {space.name}"
            if value is not target:
                continue
            label = printable(bounded(key) if type(key) is str and space.has_names else describe(key, 40))
            if space.kind == "name" and referrer is home() and self._in_ipython and _IPYTHON.match(label):
                yield "ipython", f"IPython's {label}"
            else:
                yield space.kind, space.form.replace(KEY, label)

    def _space(self, space: dict[Any, Any], depth: int) -> Space:
        """Return what a dict is: the globals of a module, the attributes of an object, or a container."""
        if space is home():
            return Space("name", f"name {KEY} in your globals", "your globals")
        if id(space) in self._modules:
            module = f"module {self._modules[id(space)]}"
            return Space("name", f"global {KEY} of {module}", f"the globals of {module}")
        for owner in self.referrers.of(space):
            found = self._space_of(owner, space, depth)
            if found is not None:
                return found
        where = self.expression(space, depth)
        if self._in_ipython and where in ("Out", "_oh"):
            return Space("ipython", f"IPython's {_item(where, KEY)}", where, has_names=False)
        kind = "ipython" if self._in_ipython and "InteractiveShell" in where else "element"
        return Space(kind, _item(where, KEY), where, has_names=False)

    def _space_of(self, owner: Any, space: dict[Any, Any], depth: int) -> Space | None:
        cls = type(owner)
        if cls is types.FunctionType:
            return _space_of_function(owner, space)
        if issubclass_exactly(cls, type):
            is_namespace = any(each is space for each in gc.get_referents(namespace(owner)))
        else:
            is_namespace = _has_dict(owner, space) or references(owner, Walk(SLOTS)).fold is space
        if not is_namespace:
            return None
        where = self.expression(owner, depth)
        kind = "ipython" if _is_of_ipython(cls) else "attribute"
        return Space(kind, _attribute(where, KEY), f"the attributes of {where}")

    def _cell(self, cell: types.CellType) -> str:
        for closure in self.referrers.of(cell):
            if type(closure) is not tuple:
                continue
            for function in self.referrers.of(closure):
                if type(function) is types.FunctionType and function.__closure__ is closure:
                    at = next(index for index, each in enumerate(closure) if each is cell)
                    return f"cell {bounded(function.__code__.co_freevars[at])} of {_name(function)}"
        at_frame = (
            f"cell {bounded(each.name)} of {running.name}"
            for running, each in self.variables
            if each.address == id(cell)
        )
        return next(at_frame, "a cell")


def _unnamed(obj: object) -> str:
    kind, said = type_name(type(obj)), describe(obj, 40)
    if said.startswith("<"):
        return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"
    return f"the {kind} {said}"


def _item(where: str, label: str) -> str:
    return f"[{label}] of {where}" if _UNNAMED.search(where) else f"{where}[{label}]"


def _attribute(where: str, label: str) -> str:
    return f"attribute {label} of {where}" if _UNNAMED.search(where) else f"{where}.{label}"


def _is_of_ipython(cls: type) -> bool:
    return module_of(cls).partition(".")[0] in ("IPython", "ipykernel")


def _pairs(space: dict[Any, Any]) -> list[tuple[Any, Any]]:
    try:
        return list(dict.items(space))
    except RuntimeError:  # another thread changes it meanwhile
        return []


def _named_code(values: list[Any]) -> Iterator[tuple[types.CodeType, str]]:
    """Yield the code of functions that globals name, those of `__main__` and of all that runs, and what runs."""
    seen = {id(home())}
    yield from _code_of(values)
    for frame in _running():
        yield frame.f_code, bounded(frame.f_code.co_name)
        if id(frame.f_globals) not in seen:
            seen.add(id(frame.f_globals))
            yield from _code_of(Answer(dict.values(frame.f_globals)))


OURS.add(id(Search))


class Running(NamedTuple):
    """A function that runs: the id of its frame, its code, and what it is called."""

    frame: int
    code: types.CodeType
    name: str


def _variables() -> Iterator[tuple[Running, Variable]]:
    """Yield the variables of the functions that run in this thread, read from their frames."""
    for frame in _running():
        for variable in _variables_of(frame):
            yield Running(id(frame), frame.f_code, bounded(frame.f_code.co_name)), variable


def _variables_of(frame: types.FrameType) -> list[Variable]:
    try:
        return localsplus(frame)
    except (UnknownFrame, NoReader):
        return []


def _running() -> Iterator[types.FrameType]:
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        if not is_ours(frame):
            yield frame
        frame = frame.f_back


def _code_of(values: list[Any]) -> Iterator[tuple[types.CodeType, str]]:
    for value in values:
        if type(value) is types.FunctionType:
            yield value.__code__, bounded(value.__qualname__)


def _has_name(obj: object) -> bool:
    return issubclass_exactly(type(obj), type) or type(obj) is types.FunctionType


def _module_names() -> dict[int, str]:
    modules = [each for each in list(sys.modules.values()) if issubclass_exactly(type(each), types.ModuleType)]
    return {id(_module_dict(each)): _module_name(_module_dict(each)) for each in modules}


def _name(obj: Any) -> str:
    return bounded(obj.__qualname__) if type(obj) is types.FunctionType else type_name(obj)


def _module_name(space: dict[Any, Any]) -> str:
    name = next((value for key, value in _pairs(space) if type(key) is str and key == "__name__"), None)
    return bounded(name) if type(name) is str else "without a name"


def _has_dict(owner: object, space: dict[Any, Any]) -> bool:
    """Whether the word that an object has for its dict leads to this one; False where it stands elsewhere."""
    offset = _DICTOFFSET(type(owner))
    if offset <= 0:
        return False
    try:
        return int.from_bytes(read(id(owner) + offset, calcsize("P")), sys.byteorder) == id(space)
    except (BadAddress, NoReader):
        return False


def _space_of_function(owner: types.FunctionType, space: dict[Any, Any]) -> Space | None:
    where = _name(owner)
    if owner.__kwdefaults__ is space:
        return Space("default", f"default of {KEY} of {where}", f"the defaults of {where}")
    if owner.__globals__ is space:
        return Space("name", f"global {KEY} of the code that made {where}", f"the globals of {where}")
    named = [(key, value) for key, value in _pairs(space) if type(key) is str and key not in _OF_FUNCTIONS]
    if named and all(_looked_up(owner, key) is value for key, value in named):
        return Space("attribute", f"{where}.{KEY}", f"the attributes of {where}")
    return None


def _looked_up(owner: object, name: str) -> object:
    try:
        return object.__getattribute__(owner, name)
    except AttributeError:
        return _pairs  # nothing that a learner's dict holds


def times_in(referrer: object, held: Held) -> int:
    """Return how many references a container has to the object that is held."""
    return sum(map(is_, gc.get_referents(referrer), repeat(held[0])))


def described(referrer: object, held: Held, search: Search) -> list[Holder]:
    """Return the references that a container has to the object that is held, in words."""
    times = times_in(referrer, held)
    if type(referrer) is Held:
        return [Holder("view", "another view of it", times)]
    found = [Holder(kind, text, 1) for kind, text in search.paths(referrer, held[0], DEPTH)][:times]
    if len(found) < times:
        is_class = type(referrer) is held[0]
        kind, form = ("class", "class of {}") if is_class else ("referent", "inside {}")
        found.append(Holder(kind, form.format(search.expression(referrer)), times - len(found)))
    return found
