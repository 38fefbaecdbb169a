"""From what a learner gives to the text whose stages are shown: source text, or that of a function or class.

Nothing of the learner's runs: a text is compiled, and of an object only its code object is asked.
"""

from __future__ import annotations
import __future__

import ast
import inspect
import io
import linecache
import tokenize
import types
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pymastery.bytecode.compiler import Stages, stages
from pymastery.bytecode.compiler.class_statement import statement_of
from pymastery.bytecode.compiler.steps import steps_of
from pymastery.bytecode.compiler.tree import annotations_are_text
from pymastery.bytecode.facts import Disassembly
from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.source import source_of, split_lines
from pymastery.bytecode.subject import Subject, resolve, unwrapped
from pymastery.describe import bounded, issubclass_exactly, type_name

_HINT = "give its source text as a str"

NAMED = 3
"""Variables of a function around that are named at most."""


def staged(given: Any) -> tuple[str, Stages, Disassembly | None]:
    """Return what was given in words, its stages, and what it compiles to.

    The last one is None where the text does not compile: a view of it has no code objects then, so its
    `instructions`, `blocks` and `codes` are empty, `stages.refusals` says why, and `compare` raises ValueError.

    Args:
        given: Source text, which may be wrong; or a function, method, class, generator, code object or
            module whose source can be read.

    Raises:
        TypeError: For what has no source text of its own; the message says what to try.
    """
    if type(given) is str:
        return _of_text("source text", given, ())
    if issubclass_exactly(type(given), type):
        return _of_class(given)
    subject = resolve(given)
    if subject.text is not None:
        return _of_text(subject.description, subject.text, subject.notices)
    code = subject.codes[0]
    words, facts, compiled = _of_text(subject.description, _block(subject, code), ())
    if facts.refused in ("tokens", "tree"):  # a part of a statement, such as a lambda over several lines
        raise TypeError(f"the lines that {bounded(code.co_name)} stands in are no statement of their own: {_HINT}")
    notices = (*_of_wrapper(given), *_notices(code, facts, compiled))
    return words, replace(facts, notices=(*notices, *facts.notices)), compiled


def _of_text(words: str, text: str, notices: tuple[str, ...]) -> tuple[str, Stages, Disassembly | None]:
    facts = stages(text)
    if notices:
        facts = replace(facts, notices=(*notices, *facts.notices))
    if facts.refused:
        return words, facts, None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are facts already
        compiled = disassemble(replace(resolve(text), description=words))
    return words, replace(facts, steps=steps_of(facts, compiled)), compiled


# --- a class -------------------------------------------------------------------------------------------------


def _of_class(cls: type) -> tuple[str, Stages, Disassembly | None]:
    name = type_name(cls)
    try:
        codes = resolve(cls).codes
    except TypeError:  # it has no function, which takes nothing from the text of its statement
        codes = ()
    found = statement_of(cls, codes)
    if isinstance(found, str):
        raise TypeError(f"{found}: {_HINT}")
    try:
        text = dedented(found.block)
    except (tokenize.TokenError, SyntaxError):
        raise TypeError(f"the lines of class {name} cannot be read as Python: {_HINT}") from None
    words, facts, compiled = _of_text(f"class {name}", text, ())
    notices = _around(name, found.body, compiled, annotations_are_text(found.tree))
    return words, replace(facts, notices=(*notices, *facts.notices)), compiled


# --- a function ------------------------------------------------------------------------------------------------


def _of_wrapper(given: Any) -> Iterator[str]:
    """A sentence where a function was put around another one, as functools.wraps does."""
    function, _ = unwrapped(given)
    if type(function) is not types.FunctionType:
        return
    held = types.FunctionType.__dict__["__dict__"].__get__(function)
    if any(type(key) is str and key == "__wrapped__" for key in list(held)):
        yield "This function was put around another one, by a decorator say: that one is its __wrapped__."


def _notices(code: types.CodeType, facts: Stages, compiled: Disassembly | None) -> Iterator[str]:
    """Sentences on what is otherwise where the text stands."""
    if code.co_name == "<module>":
        return
    is_text = bool(code.co_flags & __future__.annotations.compiler_flag)
    yield from _around(bounded(code.co_name), code, compiled, is_text)
    private = _private(code, facts)
    if private:
        yield f"{bounded(private)} keeps its name here: it is changed only inside a class."


def _around(
    name: str, code: types.CodeType | None, compiled: Disassembly | None, annotations_are_text: bool
) -> Iterator[str]:
    """Sentences on what a text loses without what is around it.

    Args:
        name: Whose text it is.
        code: What it was compiled to where it stands, None where that is not known.
        compiled: What it compiles to alone, None where it does not.
        annotations_are_text: Whether they are where it stands.
    """
    free = _lost(code, compiled) if code else []
    variables = [bounded(each) for each in free if not each.startswith("__class")]
    named = ", ".join([*variables[:NAMED], *(["…"] if len(variables) > NAMED else [])])
    is_are = "is a variable" if len(variables) == 1 else "are variables"
    here = " and global here" if compiled else ""
    around = f": {named} {is_are} of a function around it{here}" if variables else ""
    yield f"These are the stages of the text of {name} alone{around}."
    if code and "__class__" in free:
        called = ", and super() is a call like any other" if "super" in code.co_names else ""
        yield f"__class__ is a free variable of {name} inside its class; in the text alone it is a global name{called}."
    if annotations_are_text:
        yield "Its file imports annotations from __future__, the text alone does not."


def _lost(code: types.CodeType, compiled: Disassembly | None) -> list[str]:
    """The free variables of a code object that are not free in what its text compiles to alone."""
    alone = (each.code for each in compiled.codes if each.code.co_name == code.co_name) if compiled else iter(())
    kept = next((each.co_freevars for each in alone), ())
    return [name for name in code.co_freevars if name not in kept]


def _private(code: types.CodeType, facts: Stages) -> str | None:
    """A name of the text that the class around it changed, None where there is none."""
    used = {*code.co_names, *code.co_varnames}
    written = {token.text for token in facts.tokens if token.kind == "NAME" and token.text.startswith("__")}
    changed = (name for name in sorted(written - used) if any(each.endswith(name) for each in used))
    return next(changed, None)


def _block(subject: Subject, code: types.CodeType) -> str:
    """The text of the block that a function is, without the indentation that it has where it stands.

    Raises:
        TypeError: Where it cannot be had.
    """
    source, why = source_of(subject.codes, subject.codes, None)
    if source is None:
        raise TypeError(f"{why} To see its stages, {_HINT}.")
    if code.co_name == "<module>":
        return "\n".join(source.lines) + "\n"
    if code.co_name.startswith("<") and code.co_name != "<lambda>":
        raise TypeError(f"{bounded(code.co_name)} is a part of a statement: {_HINT}")
    # the source ends where the last code object does: the block may have more
    lines = linecache.getlines(str.__str__(code.co_filename))
    try:
        if code.co_name == "<lambda>":
            return _lambda("".join(lines), source.first_line)
        return dedented("".join(inspect.getblock(lines[source.first_line - 1 :])))
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError, MemoryError):
        raise TypeError(f"the lines of {bounded(code.co_name)} cannot be read as Python: {_HINT}") from None


def _lambda(text: str, line: int) -> str:
    """The text of the one lambda that begins in a line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nodes = list(ast.walk(ast.parse(text)))
    found = [node for node in nodes if isinstance(node, ast.Lambda) and node.lineno == line]
    if len(found) != 1:
        raise TypeError(f"{len(found)} lambdas begin in that line: {_HINT}")
    return (ast.get_source_segment(text, found[0]) or "") + "\n"


def dedented(block: str) -> str:
    """Return a statement without the indentation of its first line; what is inside strings stays as it is.

    Raises:
        SyntaxError: For what is no Python, and TokenError likewise.
    """
    lines = split_lines(block)
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    if not indent:
        return block
    kept = _in_strings(lines)
    moved = [line if at in kept else _moved(line, indent) for at, line in enumerate(lines, 1)]
    return "\n".join(moved) + "\n"


def _moved(line: str, indent: str) -> str:
    # a line that is indented less goes on with the one above, or it is a comment
    return line[len(indent) :] if line.startswith(indent) else line.lstrip()


def _in_strings(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines that begin inside a string."""
    found: set[int] = set()
    begins: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
        name = tokenize.tok_name[token.type]
        if name == "STRING":
            found.update(range(token.start[0] + 1, token.end[0] + 1))
        elif name.endswith("STRING_START"):  # 3.12+: the parts of an f-string are tokens of their own
            begins.append(token.start[0])
        elif name.endswith("STRING_END"):
            found.update(range(begins.pop() + 1, token.end[0] + 1))
    return found
