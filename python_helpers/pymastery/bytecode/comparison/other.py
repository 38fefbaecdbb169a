"""From what a learner gives to compare with to a program, of this interpreter or recorded on another one."""

from __future__ import annotations

import inspect
from pathlib import Path, PurePosixPath, PureWindowsPath

from pymastery.bytecode.blocks import jump_targets, labels
from pymastery.bytecode.comparison import CodeRows, Comparison, Program, compare
from pymastery.bytecode.comparison.recorded import load
from pymastery.bytecode.facts import Code, Disassembly
from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.listing import Listing
from pymastery.bytecode.shown import Shown
from pymastery.bytecode.subject import resolve
from pymastery.cpython import locations, opcodes
from pymastery.describe import bounded
from pymastery.interpreter import interpreter

_PATHS = (type(Path()), PurePosixPath, PureWindowsPath)
_RECORDING = ".json"
_SAVED = 'only what view.save("f.json") wrote can be read back: save it so'
_NO_RECORDINGS = {
    ".txt": _SAVED,
    ".html": _SAVED,
    ".htm": _SAVED,
    ".gz": 'unpack it first, so that its name ends in ".json"',
    ".zip": 'unpack it first, so that its name ends in ".json"',
    ".py": 'give its text, as Path("f.py").read_text(encoding="utf-8") returns it',
    ".ipynb": "give one of its functions, or the source text of a cell",
}
"""By the ending of a file's name: what to do where that is given in place of a program."""


def compared(here: Disassembly, other: object) -> Comparison:
    """Return a program beside another one.

    Args:
        here: What is known of the one here.
        other: A view of bytecode; a path, or a str that ends in ".json", of a file that `view.save` wrote,
            perhaps on another interpreter; or what `pm.bytecode` takes.

    Raises:
        SyntaxError: For source text that is not Python.
        TypeError: For anything that has no bytecode.
        ValueError: For a file that is no recording, a str of one line that names any other file, or a view of
            a text that does not compile; the message says what to do.
    """
    return compare(program_of(here), _other(other))


def _other(other: object) -> Program:
    # exact types, and nothing looked up by way of the class: nothing of a learner's class runs
    if type(other) is str and _names_file(other):
        if not other.casefold().endswith(_RECORDING):
            raise ValueError(_refusal(other))
        return load(Path(other))
    if any(type(other) is each for each in _PATHS):
        return load(Path(other))  # type: ignore[arg-type]
    shown = inspect.getattr_static(other, "_shown", None)
    if type(shown) is not Shown:
        return program_of(disassemble(resolve(other)))
    if shown.facts is None:
        raise ValueError("the text of the other view does not compile, so it has no instructions to compare")
    return program_of(shown.facts)


def _names_file(text: str) -> bool:
    """Whether a str is the name of a file, or cannot be meant otherwise: as source text, "f.txt" is an attribute."""
    if text.splitlines() != [text]:
        return False
    return _is_file(text) or (_ending(text) != "" and not {"=", "("} & {*text})


def _ending(name: str) -> str:
    return next((each for each in (_RECORDING, *_NO_RECORDINGS) if name.casefold().endswith(each)), "")


def _refusal(name: str) -> str:
    """What to do instead of giving the name of a file that is no recording."""
    shown = bounded(name)
    as_path = f'where view.save("f.json") wrote it, give it as a path, Path({shown!r})'
    return (
        f"{shown} {'is' if _is_file(name) else 'looks like'} the name of a file that is no recording: "
        f"{_NO_RECORDINGS.get(_ending(name), as_path)}; where it is source text, put a line end after it"
    )


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


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
    targets = jump_targets(code.starts, code.edges, len(code.ops))
    return CodeRows(
        level=code.level,
        name=listing.name,
        qualname=listing.qualname,
        opnames=[opcodes.name_of(op) for op in code.ops],
        texts=_texts(listing, code),
        positions=_positions(listing, code),
        targets=targets,
        labels=labels(targets, code.exceptions),
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


def _positions(listing: Listing, code: Code) -> list[locations.Position]:
    if not code.located:
        return [locations.NOWHERE] * len(code.ops)
    units = locations.positions(code.code)
    found = (units[offset >> 1] for offset in listing.offsets[:-1])
    return [position if position[0] else locations.NOWHERE for position in found]
