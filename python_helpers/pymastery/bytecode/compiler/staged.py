"""From what a learner gives to the text whose stages are shown: source text, or that of a function's own block.

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
from pymastery.bytecode.source import source_of, split_lines
from pymastery.bytecode.subject import Subject, resolve
from pymastery.describe import bounded

_HINT = "give its source text as a str"


def staged(given: Any) -> tuple[str, Stages, Subject | None]:
    """Return what was given in words, its stages, and what it compiles to: None where it does not compile.

    Args:
        given: Source text, which may be wrong; or a function, method, class, generator, code object or
            module whose source can be read.

    Raises:
        TypeError: For what has no source text of its own; the message says what to try.
    """
    if type(given) is str:
        return _of_text("source text", given, ())
    subject = resolve(given)
    if subject.text is not None:
        return _of_text(subject.words, subject.text, subject.notices)
    code, name = subject.codes[0], subject.owner or subject.codes[0].co_name
    text = _block(subject, code)
    words, facts, compiled = _of_text(subject.words, text, ())
    if facts.refused in ("tokens", "tree"):  # a part of a statement, such as a lambda over several lines
        raise TypeError(f"the lines that {bounded(name)} stands in are no statement of their own: {_HINT}")
    notices = tuple(_notices(bounded(name), subject, facts))
    return words, replace(facts, notices=(*notices, *facts.notices)), compiled


def _of_text(words: str, text: str, notices: tuple[str, ...]) -> tuple[str, Stages, Subject | None]:
    facts = stages(text)
    if notices:
        facts = replace(facts, notices=(*notices, *facts.notices))
    if facts.refused:
        return words, facts, None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are facts already
        return words, facts, replace(resolve(text), words=words)


def _notices(name: str, subject: Subject, facts: Stages) -> Iterator[str]:
    """Sentences on what is otherwise where the text stands."""
    code = subject.codes[0]
    if code.co_name == "<module>":
        return
    around = "" if subject.owner else ": a name of a function around it is global here"
    yield f"These are the stages of the text of {name} alone{around}."
    if code.co_flags & __future__.annotations.compiler_flag:
        yield "Its file imports annotations from __future__, the text alone does not."
    private = None if subject.owner else _private(code, facts)
    if private:
        yield f"{bounded(private)} keeps its name here: it is changed only inside a class."


def _private(code: types.CodeType, facts: Stages) -> str | None:
    """A name of the text that the class around it changed, None where there is none."""
    used = {*code.co_names, *code.co_varnames}
    written = {token.text for token in facts.tokens if token.kind == "NAME" and token.text.startswith("__")}
    changed = (name for name in sorted(written - used) if any(each.endswith(name) for each in used))
    return next(changed, None)


def _block(subject: Subject, code: types.CodeType) -> str:
    """The text of the block that a function or class is, without the indentation that it has where it stands.

    Raises:
        TypeError: Where it cannot be had.
    """
    source, why = source_of(subject.codes, subject.codes, None, subject.owner)
    if source is None:
        raise TypeError(f"{why} To see its stages, {_HINT}.")
    if code.co_name == "<module>":
        return "\n".join(source.lines) + "\n"
    if code.co_name.startswith("<") and code.co_name != "<lambda>":
        raise TypeError(f"{bounded(code.co_name)} is a part of a statement: {_HINT}")
    # the source ends where the last code object does: the block may have more
    lines = linecache.getlines(str.__str__(code.co_filename))
    if subject.owner and not lines[source.first_line - 1].lstrip().startswith("class"):
        raise TypeError(f"the class statement of {subject.owner} cannot be found: {_HINT}")
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
