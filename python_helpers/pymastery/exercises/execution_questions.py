"""The predictions of the lesson on the execution model. Each truth is found by running it here."""

from __future__ import annotations

import ast
import dis
import io
from contextlib import redirect_stdout

from pymastery.checks import question
from pymastery.checks.question import Truth

FIRST_LINE = 'print("one")\nprint("two")\nprint("three"'


def _run_as_file(source: str) -> tuple[str, str]:
    """Return what a program prints, and the type of the exception that ends it or ''."""
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            exec(compile(source, "<program>", "exec", dont_inherit=True), {})  # noqa: S102
    except Exception as error:
        return out.getvalue(), type(error).__name__
    return out.getvalue(), ""


def _run_as_cell(source: str) -> tuple[str, str]:
    out = io.StringIO()
    names: dict[str, object] = {}
    try:
        tree = ast.parse(source)
        with redirect_stdout(out):
            for statement in tree.body:
                single = ast.Module([statement], [])
                exec(compile(single, "<cell>", "exec", dont_inherit=True), names)  # noqa: S102
    except Exception as error:
        return out.getvalue(), type(error).__name__
    return out.getvalue(), ""


def _seen(printed: str, error: str) -> str:
    lines = ", ".join(printed.split()) or "nothing"
    return f"it printed {lines}" + (f", then {error}" if error else "")


def _first_line() -> Truth:
    printed, error = _run_as_file(FIRST_LINE)
    choice = "c" if not printed else "a" if "two" in printed else "d"
    return Truth(choice, _seen(printed, error))


FOLDING = "def kib():\n    return 2 ** 10"


def _folding() -> Truth:
    names: dict[str, object] = {}
    exec(compile(FOLDING, "<program>", "exec", dont_inherit=True), names)  # noqa: S102
    instructions = list(dis.get_instructions(names["kib"]))  # type: ignore[arg-type]
    computing = [item.opname for item in instructions if item.opname.startswith("BINARY")]
    if computing:
        return Truth("a", f"the function has the instruction {computing[0]}")
    values = [repr(item.argval) for item in instructions if item.argval == 1024]
    return Truth("b", f"before the first call, its instructions hold {values[0]} and no power")


CELL = 'print("one")\nnonlocal x'


def _cell_or_file() -> Truth:
    cell, file = _run_as_cell(CELL), _run_as_file(CELL)
    choice = "b" if cell[0] and not file[0] else "c" if file[0] else "a"
    return Truth(choice, f"as a file {_seen(*file)}; as a cell {_seen(*cell)}")


EXERCISES = {
    "first-line": question(
        "first-line",
        "What does this file print?",
        FIRST_LINE,
        {
            "a": "one and two, then the SyntaxError of line 3",
            "b": "one, two and three: Python closes the parenthesis",
            "c": "only the SyntaxError of line 3",
            "d": "one, then it asks for the rest of line 3",
        },
        _first_line,
        {
            "a": "Python does not read and run line by line. No line runs before the whole file is compiled.",
            "b": "Python never repairs a text. A text outside the grammar has no tree, so nothing can run.",
            "d": "Only an interactive prompt asks for more. A file ends where it ends, and it is read first.",
        },
    ),
    "folding": question(
        "folding",
        "When is 2 ** 10 computed?",
        FOLDING,
        {
            "a": "at every call",
            "b": "before the first call, by the compiler",
            "c": "at the first call, which remembers the result",
        },
        _folding,
        {
            "a": "No instruction of this function computes a power: only the result is left in it.",
            "c": "The function was never called here, and the result is already in its code object.",
        },
    ),
    "cell-or-file": question(
        "cell-or-file",
        "Does a cell behave like a file?",
        CELL,
        {
            "a": "both print nothing: the compiler refuses nonlocal x",
            "b": "the file prints nothing, the cell prints one",
            "c": "both print one",
        },
        _cell_or_file,
        {
            "a": "That holds for the file. A cell is parsed as a whole but compiled statement by statement.",
            "c": "A file is compiled as a whole before anything runs, so its print never comes to run.",
        },
    ),
}
