"""What each opcode does, in one sentence and a picture of the stack: its card.

The cards stand in the JSON files beside this one, one file a theme. A name has a list of variants,
each with the first and the last CPython version it is true of; `until` is left out where the opcode
is still there in the newest version that is tested. A slot of the stack is a name, or a name and
`times`: a Python expression in `arg`, the instruction's argument, that gives how many there are.
`documented` is false where Doc/library/dis.rst has no entry for the opcode.

Left out of `raises` is what any instruction may meet: MemoryError, and the recursion limit.

Sources: Python/bytecodes.c (Python/ceval.c before 3.12), Python/specialize.c and the compiler of
each version, in our own words; the test asks each interpreter's `dis` and `opcode`.
"""

from __future__ import annotations

import ast
import json
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from pymastery.interpreter import NEWEST, OLDEST, Interpreter, interpreter

_DOCS = "https://docs.python.org/3"

Version = tuple[int, int]
"""Major and minor."""


@dataclass(frozen=True)
class Slot:
    """Equal neighbours on the stack.

    Attributes:
        name: What lies there.
        times: How many there are, as an expression in `arg`; None for exactly one.
    """

    name: str
    times: str | None = None

    def count(self, arg: int) -> int:
        """Return how many slots there are for an argument; 0 too where no compiler gives that argument.

        Args:
            arg: The instruction's argument with EXTENDED_ARG applied, 0 where it has none.
        """
        if self.times is None:
            return 1
        return max(0, _value(ast.parse(self.times, mode="eval").body, arg))


_OPERATORS: Mapping[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.BitAnd: operator.and_,
    ast.RShift: operator.rshift,
    ast.LShift: operator.lshift,
}
"""What may stand in `times`; devtools/cards.mjs allows the same."""


def _value(node: ast.expr, arg: int) -> int:
    """The value of an expression of `times`, of nothing but `arg`, numbers and _OPERATORS."""
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](_value(node.left, arg), _value(node.right, arg))
    if isinstance(node, ast.Name) and node.id == "arg":
        return arg
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    raise ValueError(f"a card counts slots with {ast.unparse(node)}, which is no number")


@dataclass(frozen=True)
class Card:
    """What one opcode does in one version of CPython.

    Attributes:
        name: As in `dis.opname`.
        does: One sentence.
        before: The part of the stack it touches, bottom first.
        after: What stands in that place when the next instruction runs.
        jumps: The same when a jump is taken, None where that is `after` or there is no jump.
        raises: When it raises which exception, None where it cannot by itself.
        family: The base opcode that this one is a specialised form of, else None.
        expects: What must hold for a specialised form's fast path, else None.
        deoptimises: What makes a specialised form miss and what happens then, else None.
        specialised: The specialised forms of this opcode.
        docs: Where the documentation describes it, else None.
    """

    name: str
    does: str
    before: tuple[Slot, ...]
    after: tuple[Slot, ...]
    jumps: tuple[Slot, ...] | None
    raises: str | None
    family: str | None
    expects: str | None
    deoptimises: str | None
    specialised: tuple[str, ...]
    docs: str | None


class _Repeated(TypedDict):
    name: str
    times: str


_Stack = list["str | _Repeated"]


class _Required(TypedDict):
    since: str
    does: str
    before: _Stack
    after: _Stack
    raises: str | None


class _Variant(_Required, total=False):
    until: str
    documented: bool
    jumps: _Stack
    family: str
    expects: str
    deoptimises: str


def names(version: Version | None = None) -> frozenset[str]:
    """Return the names of all opcodes that `version`, the running one by default, has cards for.

    Base opcodes, specialised forms and the compiler's pseudo-opcodes; none where the version, or the
    implementation, is none that is tested.
    """
    return frozenset(_variants(version or _running()))


def card(name: str, version: Version | None = None) -> Card | None:
    """Return the card of an opcode, None where `version` has no opcode of that name that we know.

    Args:
        name: As in `dis.opname`, `opcode._specialized_opmap` or, for a pseudo-opcode, `dis.opmap`.
        version: Major and minor of CPython; the running one by default.
    """
    return _card(name, version or _running())


@cache
def _card(name: str, version: Version) -> Card | None:
    variants = _variants(version)
    variant = variants.get(name)
    if variant is None:
        return None
    family = variant.get("family")
    return Card(
        name=name,
        does=variant["does"],
        before=_slots(variant["before"]),
        after=_slots(variant["after"]),
        jumps=_slots(variant["jumps"]) if "jumps" in variant else None,
        raises=variant["raises"],
        family=family,
        expects=variant.get("expects"),
        deoptimises=variant.get("deoptimises"),
        specialised=tuple(other for other, its in variants.items() if its.get("family") == name),
        docs=_docs(variants, family or name, version),
    )


def _slots(stack: _Stack) -> tuple[Slot, ...]:
    return tuple(Slot(item) if isinstance(item, str) else Slot(item["name"], item["times"]) for item in stack)


def _docs(variants: dict[str, _Variant], name: str, version: Version) -> str | None:
    if name.startswith("INSTRUMENTED_"):
        return f"{_DOCS}/library/sys.monitoring.html"
    if name in variants and not variants[name].get("documented", True):
        return None
    return f"{_DOCS}.{version[1]}/library/dis.html#opcode-{name}"


@cache
def _variants(version: Version) -> dict[str, _Variant]:
    """The one variant of each name that is true of `version`."""
    if not OLDEST <= version <= NEWEST:
        return {}
    return {
        name: variant
        for name, variants in _read().items()
        for variant in variants
        if _minor(variant["since"]) <= version[1] <= _minor(variant.get("until", f"3.{NEWEST[1]}"))
    }


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


@cache
def _read() -> dict[str, list[_Variant]]:
    """Every variant of every name, read once, when the first card is asked for."""
    cards: dict[str, list[_Variant]] = {}
    for path in sorted(Path(__file__).parent.glob("*.json")):
        cards.update(json.loads(path.read_text(encoding="utf-8")))
    return cards


def _running() -> Version:
    return version_of(interpreter())


def version_of(its: Interpreter) -> Version:
    """Return which CPython an interpreter is, perhaps a recorded one; (0, 0) for another implementation."""
    numbers = re.match(r"(\d{1,4})\.(\d{1,4})", its.python, re.ASCII)
    if its.implementation != "cpython" or numbers is None:
        return (0, 0)  # which has no cards
    return int(numbers[1]), int(numbers[2])
