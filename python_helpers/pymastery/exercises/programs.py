"""Small programs whose fate is known beforehand, built from templates with random names.

Which stage refuses a program is never taken from here: `fate` asks the running interpreter.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

STAGES = ("parse", "compile", "run", "fine")


class Program(NamedTuple):
    """A source as blocks of whole lines; dropping a block gives a smaller program."""

    blocks: tuple[str, ...]

    @property
    def source(self) -> str:
        """The text of the program."""
        return "\n".join(self.blocks)


def fate(source: str) -> str:
    """Return the stage that refuses `source`, found by asking this interpreter for each in turn.

    The source is executed when it compiles.
    """
    try:
        ast.parse(source)
    except SyntaxError:
        return "parse"
    try:
        code = compile(source, "<program>", "exec", dont_inherit=True)
    except SyntaxError:
        return "compile"
    try:
        exec(code, {"__name__": "__main__"})  # noqa: S102
    except KeyboardInterrupt:
        raise
    except BaseException:  # whatever ends the program early
        return "run"
    return "fine"


_WORDS = ("copper", "maple", "river", "violet", "ember", "harbour", "lantern", "meadow", "pepper", "saffron")


def name(random: Random) -> str:
    """Return a name that no program of a learner has."""
    return f"{random.choice(_WORDS)}_{random.randrange(100, 1000)}"


_HARMLESS = (
    "{a} = {n}",
    "{a} = [{n}, {m}]",
    "# return nonlocal break ( [ {a}",
    "{a} = 'return ( nonlocal'",
    "def {a}({b}):\n    return {b} + {c}",
    "if {n} > {m}:\n    {a} = {n}\nelse:\n    {a} = {m}",
    '"""global {a}; break"""',
    "for {a} in range(3):\n    if {a} == 1:\n        break",
    "class {a}:\n    {b} = {n}",
    "{a} = lambda {b}: {b} + {c}",
    "{a} = str({n})",
)

PARSE = (
    "print({n}",
    "{a} = [{n}, {m}",
    "{a} = 'open",
    "{a} = {n} +",
    "{a} = = {n}",
    "if {n}\n    {a} = {m}",
    "if {n}:\n{a} = {m}",
    "    {a} = {n}",
    "def {a}():\n    {b} = {n}\n  {c} = {m}",
    "class = {n}",
    "{n} = {a}",
    "{a}() = {n}",
    "def {a}({b}, {b}=) :\n    pass",
    "print {n}",
    "for {a} in:\n    pass",
    "{a} = {n} $ {m}",
    "return = {n}",
    "while {n}:",
)
COMPILE = (
    "return {n}",
    "break",
    "continue",
    "yield {n}",
    "await {a}",
    "nonlocal {a}",
    "def {a}():\n    nonlocal {b}",
    "def {a}({b}, {b}):\n    pass",
    "def {a}():\n    {b} = {n}\n    global {b}",
    "def {a}({b}):\n    global {b}",
    "if {n}:\n    return",
    "def {a}():\n    break",
    "class {a}:\n    return {n}",
    "*{a}, *{b} = [{n}, {m}]",
    "def {a}():\n    from math import *",
    "{a} = {n}\nfrom __future__ import annotations",
    "def {a}():\n    [await {b} for {c} in ()]",
)
RUN = (
    "{a}",
    "print({a} + {n})",
    "{n} / 0",
    "{n} + 'text'",
    "def {a}():\n    return {b}\n{a}()",
    "raise ValueError('{a}')",
    "import {a}",
    "[{n}][{m} + 5]",
    "assert {n} < 0",
    "def {a}():\n    print({b})\n    {b} = {n}\n{a}()",
    "class {a}:\n    {b} = {n} / 0",
    "class {a}(Exception):\n    pass\nraise {a}",
    "{a} = {n}\n{a}.{b}",
    "del {a}",
    "{a}, {b} = [{n}]",
)
RAISES_SYNTAX_ERROR = (
    "raise SyntaxError('{a}')",
    "eval('{n} +')",
    "exec('return {n}')",
    "compile('nonlocal {a}', '{b}', 'exec')",
    "import ast\nast.parse('{a} = = {n}')",
    "raise IndentationError('{a}')",
)
ENDS = (
    "raise SystemExit",
    "raise SystemExit(0)",
    "raise SystemExit({n})",
    "import sys\nsys.exit()",
    "class {a}(BaseException):\n    pass\nraise {a}",
    "raise GeneratorExit",
)
FINE = (
    "",
    "# {a}",
    "def {a}():\n    return {b}",
    "{a} = 'return'\n{b} = 'nonlocal {a}'",
    "try:\n    {a}\nexcept NameError:\n    {b} = {n}",
    "try:\n    raise SystemExit\nexcept SystemExit:\n    pass",
    "try:\n    eval('{n} +')\nexcept SyntaxError:\n    {b} = {n}",
    "if {n} < 0:\n    {a}",
    "def {a}():\n    {b} = {n}\n    def {c}():\n        nonlocal {b}\n        {b} = {m}\n    {c}()\n{a}()",
    "{a} = (\n    {n}\n    + {m}\n)",
    "while True:\n    break",
    "class {a}:\n    def {b}(self):\n        return self\n{a}().{b}()",
    "{a} = {n}; {b} = {a}",
    "def {a}():\n    yield {n}\nlist({a}())",
    "{a} = {n}\n{b} = '{a} raise ('",
)
NEEDS_ONE_NAMESPACE = (
    "{a} = {n}\ndef {b}():\n    return {a}\n{b}()",
    "def {a}(n):\n    return n and {a}(n - 1)\n{a}(3)",
    "{a} = {n}\n{b} = [{a} for {c} in range(3)]\n(lambda: {a})()",
    "import math\ndef {a}():\n    return math.pi\n{a}()",
    "class {a}:\n    pass\ndef {b}():\n    return {a}()\n{b}()",
)


def fill(template: str, random: Random) -> str:
    """Return a template with its names and numbers filled in."""
    names: list[str] = []
    while len(names) < 3:
        new = name(random)
        if new not in names:
            names.append(new)
    low = random.randrange(1, 50)
    return template.format(a=names[0], b=names[1], c=names[2], n=low, m=low + random.randrange(1, 50))


def programs(templates: tuple[str, ...], wanted: str) -> Callable[[Random], Iterator[Program]]:
    """Return a maker of programs, one for each template, among harmless lines.

    Args:
        templates: What the programs are about.
        wanted: The stage that must refuse them on this interpreter; others are left out.
    """

    def make(random: Random) -> Iterator[Program]:
        for template in templates:
            block = fill(template, random)
            # an indented first line is wrong only where it is the first
            lines = 0 if block.startswith(" ") else random.randrange(3)
            before = [fill(random.choice(_HARMLESS), random) for _ in range(lines)]
            after = [fill(random.choice(_HARMLESS), random)] if lines % 2 else []
            program = Program((*before, block, *after))
            if fate(program.source) == wanted:
                yield program

    return make


def smaller(program: Program) -> Iterator[Program]:
    """Give the programs with one block less, then those with one line of a block less."""
    blocks = program.blocks
    if len(blocks) > 1:
        for index in range(len(blocks)):
            yield Program((blocks[index],))
        for index in range(len(blocks)):
            yield Program(blocks[:index] + blocks[index + 1 :])
        return
    lines = blocks[0].split("\n")
    for index in range(len(lines)):
        if len(lines) > 1:
            yield Program(("\n".join(lines[:index] + lines[index + 1 :]),))
