"""Modules of the library whose stages are compared with what the interpreter says of them."""

import functools
import sysconfig
from pathlib import Path

from pymastery.bytecode.compiler import stages

MODULES = (
    *("ast", "argparse", "asyncio.base_events", "asyncio.locks", "bisect", "calendar", "cmd", "code", "codecs"),
    *("collections", "contextlib", "copy", "csv", "dataclasses", "difflib", "dis", "email.message", "enum"),
    *("fractions", "functools", "graphlib", "heapq", "inspect", "json.decoder", "json.encoder", "locale"),
    *("logging", "os", "pickle", "pprint", "random", "shlex", "socket", "statistics", "string", "tempfile"),
    *("textwrap", "threading", "tokenize", "traceback", "types", "typing", "unittest.case", "weakref", "zipfile"),
)


def source(name):
    """The source text of a module, which is read and not executed."""
    path = Path(sysconfig.get_path("stdlib"), *name.split("."))
    file = path.with_suffix(".py")
    return (file if file.exists() else path / "__init__.py").read_text(encoding="utf-8")


@functools.cache
def read(name):
    """A module's text and its stages."""
    text = source(name)
    return text, stages(text)


def cut(lines, span, end="\n"):
    """What is at a span of lines."""
    line, column, end_line, end_column = span
    if line == end_line:
        return lines[line - 1][column:end_column]
    return end.join([lines[line - 1][column:], *lines[line : end_line - 1], lines[end_line - 1][:end_column]])


def text_of(facts, span):
    """The text of a fact's source at a span."""
    return cut(facts.lines, span)


def rows(facts):
    """(scope, symbol) of all symbols."""
    return [(scope, symbol) for scope in facts.scopes for symbol in scope.symbols]
