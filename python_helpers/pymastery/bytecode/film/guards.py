"""What a specialised instruction expects, read from its inline caches and said in short phrases.

A version number is put into words only with whoever has that number now. A pointer is compared
with the `id()` of what stands under the instruction's name in the expected class and is never
followed: where nothing there is at that address, the address is all that is said.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pymastery.cpython import caches, versions
from pymastery.describe import bounded, type_name

_TICKING = (caches.COUNTER, "branches")
_JOINED: tuple[tuple[str, ...], ...] = (
    (),
    ("does the work of the instruction after it too",),
    ("does the work of the two instructions after it too",),
)
_ONE = {"executions": "execution", "misses": "miss", "rounds": "round", "entries": "entry"}


@dataclass(frozen=True)
class Site:
    """One specialised instruction, as the phrases need it.

    Attributes:
        opname: The specialised name.
        name: The name that its argument stands for, "" for none.
        held: Field → value.
        cls: The class that has the expected type version, or is known to have had it.
    """

    opname: str
    name: str
    held: Mapping[str, int]
    cls: type | None


def ticks(opname: str) -> bool:
    """Return whether the first cache entry counts, so that it may change in every execution."""
    return any(field.name in _TICKING for field in caches.fields(opname)[:1])


def counter_words(opname: str, word: int) -> str:
    """Return what the first cache entry of an instruction counts, "" where it counts nothing."""
    first = caches.fields(opname)[:1]
    if first and first[0].name == "branches":
        return (
            f"branch history {word:016b}, newest last: 1 jumped, 0 went on; it starts as {caches.FIRST_BRANCHES:016b}"
        )
    counter = caches.counter(opname, word)
    if counter is None:
        return ""
    many = f"{counter.left} more {counter.counts}" if counter.left != 1 else f"one more {_ONE[counter.counts]}"
    until = {"executions": "it tries to specialise", "misses": "it is reconsidered"}
    then = until.get(counter.counts, "the optimizer looks at it")
    return f"counter {counter.value}: {many} until {then}{' again: it could not yet' if counter.failed else ''}"


class Guards:
    """Says what instructions expect. Keeps the classes and functions it has named alive while it lives.

    Args:
        namespace: The globals of the function.
        builtins: Its builtins.
        candidates: Further objects among which functions and modules may be.
        codes: The code objects that run.
    """

    def __init__(
        self,
        namespace: dict[str, object],
        builtins: dict[str, object],
        candidates: Iterable[object],
        codes: Iterable[types.CodeType],
    ) -> None:
        self._owners = versions.Owners([*list(namespace.values()), *candidates])
        self._owners.add_codes(codes)
        self._had: dict[int, type] = {}
        self._phrases: dict[str, Callable[[Site, int], str]] = {
            "type_version": self._type,
            "metaclass_version": self._metaclass,
            "keys_version": self._instance_keys,
            "dict_version": self._module,
            "module_keys_version": lambda _, version: self._keys(namespace, "this module's globals", version),
            "builtin_keys_version": lambda _, version: self._keys(builtins, "the builtins", version),
            "func_version": self._function,
            "descr": self._attribute,
            "fget": self._getter,
            "getattribute": self._getattribute,
        }

    def phrases(self, opname: str, name: str, entries: tuple[int, ...]) -> tuple[str, ...]:
        """Return what a specialised instruction expects, a phrase a fact, without its counter.

        Args:
            opname: The specialised name.
            name: The name that its argument stands for, "" for none.
            entries: Its cache entries.
        """
        held = {entry.name: entry.value for entry in caches.decode(opname, entries) if entry.name not in _TICKING}
        version = held.get("type_version")
        cls = (self._owners.cls(version) or self._had.get(version)) if version else None
        site = Site(opname, name, held, cls)
        found = list(_JOINED[caches.joined(opname)])
        if "LAZY_DICT" in opname:
            found.append("expects that the object has no dict yet")
        for field, value in held.items():
            say = self._phrases.get(field)
            found.append(say(site, value) if say else _number_words(site, field, value))
        return tuple(sorted(filter(None, found), key=lambda phrase: not phrase.startswith("expect")))

    def _type(self, site: Site, version: int) -> str:
        what = "class" if "_CLASS" in site.opname else "type"
        if site.opname.startswith("CALL_"):
            what = "class to make an object of:"
        return self._class_words(what, version)

    def _metaclass(self, _: Site, version: int) -> str:
        return self._class_words("metaclass", version)

    def _class_words(self, what: str, version: int) -> str:
        if not versions.readable():
            return f"expects {what} version {version}"
        cls = self._owners.cls(version)
        if cls is None:
            had = f"{what} {type_name(self._had[version])}, version" if version in self._had else f"{what} version"
            return f"expected {had} {version}; no class has it now"
        self._had[version] = cls
        return f"expects {what} {type_name(cls)}, version {version}"

    def _instance_keys(self, site: Site, version: int) -> str:
        if site.cls is None or "WITH_VALUES" not in site.opname:
            return f"expects keys version {version} of the object's attribute names"
        whose = f"the attribute names that instances of {type_name(site.cls)} share"
        return _compared(version, versions.shared_keys_version(site.cls), whose)

    def _keys(self, mapping: dict[str, object], whose: str, version: int) -> str:
        return _compared(version, versions.keys_version(mapping), whose)

    def _module(self, site: Site, version: int) -> str:
        if not versions.readable():
            return f"expects keys version {version} of the module"
        module = self._owners.module(version)
        if module is None:
            return f"expected keys version {version} of a module; no module has it now"
        namespace = versions.module_namespace(module)
        self._owners.add([namespace.get(site.name)])
        name = namespace.get("__name__")
        return f"expects keys version {version} of module {bounded(name) if type(name) is str else '(without a name)'}"

    def _function(self, site: Site, version: int) -> str:
        if site.opname.startswith("LOAD_ATTR_"):
            return f"expects version {version} of the function that it calls"
        function = self._owners.function(version)
        if function is not None:
            return f"calls function {bounded(function.__qualname__)}, version {version}"
        code = self._owners.code(version)
        if code is not None:
            return f"calls a function made from the code of {bounded(code.co_name)}, version {version}"
        return f"calls the function of version {version}" + (
            "; no function known here has it now" if versions.readable() else ""
        )

    def _attribute(self, site: Site, address: int) -> str:
        found = versions.attribute(site.cls, site.name) if site.cls is not None else None
        if found is None or id(found[1]) != address:
            return f"object at address {address:#x}"
        self._owners.add([found[1]])
        what = "method" if "METHOD" in site.opname and "_CLASS" not in site.opname else "attribute"
        return f"{what} {type_name(found[0])}.{bounded(site.name)}"

    def _getter(self, site: Site, address: int) -> str:
        found = versions.attribute(site.cls, site.name) if site.cls is not None else None
        if found is None or type(found[1]) is not property or id(found[1].fget) != address:
            return f"calls the function at address {address:#x}"
        self._owners.add([found[1]])
        return f"calls the getter of property {type_name(found[0])}.{bounded(site.name)}"

    def _getattribute(self, site: Site, address: int) -> str:
        found = versions.attribute(site.cls, "__getattribute__") if site.cls is not None else None
        if found is None or id(found[1]) != address:
            return f"calls the function at address {address:#x}"
        self._owners.add([found[1]])
        return f"calls {type_name(found[0])}.__getattribute__"


def _compared(version: int, now: int | None, whose: str) -> str:
    if now is None or now == version:
        return f"expects keys version {version} of {whose}"
    return f"expected keys version {version} of {whose}; they have {f'version {now}' if now else 'none'} now"


def _number_words(site: Site, field: str, value: int) -> str:
    """Words for what a field says by its number alone."""
    if field == "index":
        if site.opname == "LOAD_GLOBAL_BUILTIN":
            return f"entry {value} of the builtins"
        if "INSTANCE_VALUE" in site.opname:
            return f"value {value} of the object's attribute values, counted from 0"
        return f"entry {value} of the {'globals' if site.opname == 'LOAD_GLOBAL_MODULE' else 'module'}"
    if field == "dict_offset":
        if "LAZY_DICT" in site.opname:  # said already
            return ""
        return f"pointer to the dict at offset {caches.signed(value)} of the object"
    if field == "mask":
        jumps = " or ".join(caches.jump_conditions(value))
        return f"jumps where the left side is {'not equal' if jumps == 'less or greater' else jumps}"
    return {
        "offset": f"value at offset {value} of the object",
        "hint": f"looks at entry {value} of the object's dict first",
        "min_args": f"needs {value} argument{'' if value == 1 else 's'} at least",
        "external": f"entry of the interpreter's own table at address {value:#x}",
    }.get(field, f"{field} {value}")
