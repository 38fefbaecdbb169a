"""From what a learner gives to compare with to a program, of this interpreter or recorded on another one."""

from __future__ import annotations

import inspect
from pathlib import Path

from pymastery.bytecode.comparison import CodeRows, Comparison, Program, Span, compare
from pymastery.bytecode.comparison.recorded import load
from pymastery.bytecode.facts import Code, Disassembly
from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.listing import Listing
from pymastery.bytecode.shown import Shown
from pymastery.bytecode.subject import resolve
from pymastery.cpython import opcodes
from pymastery.interpreter import interpreter

_ENDING = ".json"


def compared(here: Disassembly, other: object) -> Comparison:
    """Return a program beside another one.

    Args:
        here: What is known of the one here.
        other: A view of bytecode; a path, or a str that ends in ".json", of a file that `view.save` wrote,
            perhaps on another interpreter; or what `pm.bytecode` takes.

    Raises:
        SyntaxError: For source text that is not Python.
        TypeError: For anything that has no bytecode.
        ValueError: For a file that is no recording, or a view of a text that does not compile; the message
            says what to do.
    """
    return compare(program_of(here), _other(other))


def _other(other: object) -> Program:
    # exact types, and nothing looked up by way of the class: nothing of a learner's class runs
    if type(other) is str and other.endswith(_ENDING) and "\n" not in other:
        return load(Path(other))
    if type(other) is type(Path()):
        return load(other)
    shown = inspect.getattr_static(other, "_shown", None)
    if type(shown) is not Shown:
        return program_of(disassemble(resolve(other)))
    if shown.facts is None:
        raise ValueError("the text of the other view does not compile, so it has no instructions to compare")
    return program_of(shown.facts)


def program_of(facts: Disassembly) -> Program:
    """Return one side of a comparison: a program of this interpreter."""
    source = facts.source
    return Program(
        subject=facts.subject,
        interpreter=interpreter(),
        first_line=source.first_line if source else 1,
        lines=source.lines if source else (),
        codes=tuple(_rows(facts, code) for code in facts.codes),
        notices=facts.notices,
        facts=facts,
    )


def _rows(facts: Disassembly, code: Code) -> CodeRows:
    listing = Listing(facts, code)
    return CodeRows(
        level=code.level,
        name=listing.name,
        qualname=listing.qualname,
        opnames=[opcodes.name_of(op) for op in code.ops],
        texts=_texts(listing, code),
        spans=_spans(listing, code),
        targets=listing.targets,
        labels=listing.labels,
        offsets=listing.offsets,
    )


def _texts(listing: Listing, code: Code) -> list[str]:
    """What each argument stands for, or the argument where that is not known; "" of a jump."""
    known: dict[tuple[int, int], str] = {}
    for index, key in enumerate(zip(code.ops, code.args, strict=True)):
        if key not in known:
            op, arg = key
            number = "" if opcodes.operand(op) in ("none", "jump") else str(arg)
            known[key] = listing.meaning(index) or number
    return [known[key] for key in zip(code.ops, code.args, strict=True)]


def _spans(listing: Listing, code: Code) -> list[Span | None]:
    if not code.located:
        return [None] * len(code.ops)
    units = opcodes.positions(code.code)
    found: list[Span | None] = []
    for offset in listing.offsets[:-1]:
        line, end_line, column, end_column = units[offset >> 1]
        found.append((line, end_line or line, column, end_column) if line else None)
    return found
