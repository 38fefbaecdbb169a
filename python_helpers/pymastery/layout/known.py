"""Objects that the slots of a frame may lead to, and how it is known that they do.

A slot is followed only to an object that is held here because something else than the slot names it: the garbage
collector, which visits what a frame holds; PyFrame_GetVar; the constants and the namespaces that the code uses.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from types import CellType, CodeType, FrameType, FunctionType
from typing import NamedTuple

from pymastery.cpython import memory
from pymastery.cpython.frames import StackRef, variable_getter
from pymastery.cpython.models import Model
from pymastery.cpython.structs import Layouts
from pymastery.describe import describe
from pymastery.layout.decoding import Decoder, Undecodable
from pymastery.layout.facts import Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, compared

_ABSENT = object()
_WIDTH = 60
_SHARED_INTS = range(-5, 1025)  # up to 1024 from 3.15 on, up to 256 before; of the others, a fresh one is made here
_NOT_FOLLOWED = Proof("read", "Read at the compiler's offset; nothing here confirms what it leads to: not followed.")
_INTERNED = Proof("verified", "sys.intern() of the text that is read there gives the object with this id.")
_FUNCTION = Proof("verified", "There is a function with this id, and its __code__ is the code of the frame.")
_TRACKED = Proof("read", "Read at the compiler's offset; gc.get_objects() has an object with this id.")


class Answer(NamedTuple):
    """How a reference is known, and what it leads to where something confirms it."""

    proof: Proof
    target: Target | None = None


@dataclass(frozen=True)
class Named:
    """Objects that something names, by id, and the sentence that says so."""

    proof: Proof
    objects: dict[int, object]


@dataclass(frozen=True)
class Asked:
    """Whom the interpreter is asked about a frame, and what each of them is called in a proof.

    Attributes:
        code: That the frame runs, such as "x.gi_code".
        frame: The frame object, such as "x"; None where none has been made.
        holder: The object that has the frame in its memory, such as "x": the collector visits its slots.
    """

    code: tuple[str, CodeType]
    frame: tuple[str, FrameType] | None
    holder: tuple[str, object]


class Known:
    """What the references in one frame may lead to.

    Args:
        asked: Whom the interpreter is asked about it.
        words: Every pointer in the frame: these alone are looked for among all objects.
        layouts: The struct layouts that hold here.
        model: What the bits mean.
    """

    def __init__(self, asked: Asked, words: Iterable[int], layouts: Layouts, model: Model) -> None:
        self.asked = asked
        self._words = frozenset(words)
        self._layouts, self._model = layouts, model
        self._getter = variable_getter() if asked.frame is not None else None
        name, holder = asked.holder
        proof = Proof("verified", f"gc.get_referents({name}) has an object with this id.")
        self._visited = Named(proof, _by_id(gc.get_referents(holder)))
        self._variables: dict[int, tuple[str, Target]] = {}

    def variable(self, name: str, kind: str, ref: StackRef) -> Answer:
        """Return what a variable's slot leads to.

        Args:
            name: Of the variable.
            kind: "local", "cell" or "free".
            ref: What the slot holds.
        """
        said, how = self._said(name)
        if not ref.address:
            known = how and kind == "local"
            return Answer(compared(said is _ABSENT, f"{how} raises NameError.") if known else NO_SECOND_SOURCE)
        if kind == "local" and said is not _ABSENT:
            answer = Answer(compared(ref.address == id(said), f"It equals id({how})."), Target(describe(said, _WIDTH)))
        else:
            answer = self.value(ref)
        if kind != "local" and answer.proof.status != "verified" and said is not _ABSENT:
            answer = self._cell_with(ref.address, said, how)
        if answer.target is not None:
            self._variables[ref.address] = name, answer.target
        return answer

    def value(self, ref: StackRef) -> Answer:
        """Return what any other reference leads to, NULL and tagged ints included."""
        if not ref.address:
            return Answer(NO_SECOND_SOURCE)
        if ref.address in self._visited.objects:
            return Answer(self._visited.proof, Target(_described(self._visited.objects[ref.address])))
        if ref.address in self._variables:
            name, target = self._variables[ref.address]
            return Answer(Proof("verified", f"It is the object that the variable {name} is bound to."), target)
        for source in (self._of_code, self._shared, self._namespaces):
            if ref.address in source.objects:
                return Answer(source.proof, Target(_described(source.objects[ref.address])))
        text = self._interned(ref.address) if ref.is_borrowed else None
        if text is not None:
            return Answer(_INTERNED, Target(describe(text, _WIDTH)))
        if ref.address in self._tracked:
            return Answer(_TRACKED, Target(_described(self._tracked[ref.address])))
        return Answer(_NOT_FOLLOWED)

    def function(self, address: int) -> tuple[FunctionType | None, Proof]:
        """Return the function that was called, which is at an address that the frame says."""
        found = self._visited.objects.get(address)
        if type(found) is FunctionType:
            return found, self._visited.proof
        found = self._tracked.get(address)
        if type(found) is FunctionType:
            runs = found.__code__ is self.asked.code[1]
            return found, _FUNCTION if runs else _TRACKED
        return None, _NOT_FOLLOWED

    def _said(self, name: str) -> tuple[object, str]:
        """What the interpreter says that a variable is bound to, and how it was asked; "" where it cannot be."""
        if self._getter is None or self.asked.frame is None:
            return _ABSENT, ""
        of, frame = self.asked.frame
        how = f"PyFrame_GetVar({of}, {name!r})"
        try:
            return self._getter(frame, name), how
        except NameError:
            return _ABSENT, how

    def _cell_with(self, address: int, content: object, how: str) -> Answer:
        """A cell that nothing holds out to us, but whose content is known."""
        width = self._layouts.pointer_size
        kind, ref = self._layouts.offset("PyObject", "ob_type"), self._layouts.offset("PyCellObject", "ob_ref")
        try:
            held = [int.from_bytes(memory.read(address + at, width), sys.byteorder) for at in (kind, ref)]
        except memory.BadAddress:
            return Answer(_NOT_FOLLOWED)
        if held != [id(CellType), id(content)]:
            return Answer(_NOT_FOLLOWED)
        proof = Proof("verified", f"It leads to a cell whose ob_ref equals id({how}).")
        return Answer(proof, Target(f"cell of {describe(content, _WIDTH)}"))

    def _interned(self, address: int) -> str | None:
        """The str there, if it is the one of all equal ones that is interned."""
        member = self._layouts.find("PyASCIIObject", "state.interned")
        try:
            if member is None or not memory.read(address + member.offset, 1)[0] >> member.bits[0] & 3:  # type: ignore[index]
                return None
            text = Decoder(self._layouts, self._model).decode(address)
        except (memory.BadAddress, Undecodable):
            return None
        # it says that it is interned, so nothing new is
        found = sys.intern(text) if type(text) is str else None
        return found if id(found) == address else None

    @cached_property
    def _of_code(self) -> Named:
        code = self.asked.code[1]
        held = [code, *code.co_consts, *code.co_names, *code.co_varnames]
        return Named(Proof("verified", "It is the id of a constant or a name of the code."), _by_id(held))

    @cached_property
    def _shared(self) -> Named:
        held = [None, True, False, ..., NotImplemented, (), "", b"", *_SHARED_INTS, *map(chr, range(256))]
        return Named(Proof("verified", "It is the id of a value that the interpreter has one object of."), _by_id(held))

    @cached_property
    def _namespaces(self) -> Named:
        functions = [each for each in self._visited.objects.values() if type(each) is FunctionType]
        spaces: list[object] = []
        for each in functions:
            spaces += [each.__globals__, getattr(each, "__builtins__", None)]
        if self.asked.frame is not None:
            _, frame = self.asked.frame
            spaces += [frame.f_globals, frame.f_builtins]
        held = [value for space in spaces if type(space) is dict for value in list(space.values())]
        return Named(Proof("verified", "It is the id of a value of f_globals or f_builtins."), _by_id(held))

    @cached_property
    def _tracked(self) -> dict[int, object]:
        return {id(each): each for each in gc.get_objects() if id(each) in self._words}


def _by_id(objects: Iterable[object]) -> dict[int, object]:
    return {id(each): each for each in objects}


def _described(obj: object) -> str:
    if type(obj) is not CellType:
        return describe(obj, _WIDTH)
    try:
        return f"cell of {describe(obj.cell_contents, _WIDTH)}"
    except ValueError:  # nothing is in it
        return "cell, empty"
