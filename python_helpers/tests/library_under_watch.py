"""Runs library code while the interpreter's stack is looked at and prints what was compared: for a process of its own.

The modules are compiled from the library's own source by the import system, each instruction with a line
of its own where real_stack needs that.
"""

from __future__ import annotations

import importlib.machinery
import json
import sys
import sysconfig
from pathlib import Path

TESTS = Path(__file__).resolve().parent
LIBRARY = Path(sysconfig.get_path("stdlib"))
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from real_stack import prepared, watching  # noqa: E402
from stack_compared import compared  # noqa: E402

OURS = str(TESTS.parent)
WATCHED = (
    *(
        "json",
        "ast",
        "_ast_unparse",
        "tokenize",
        "argparse",
        "dataclasses",
        "re",
        "sre_compile",
        "sre_parse",
        "textwrap",
    ),
    *("difflib", "asyncio", "string", "pprint", "csv", "fractions", "statistics", "configparser", "heapq", "copy"),
    *("html", "shlex", "gettext", "contextlib", "inspect", "collections", "functools", "enum", "selectors"),
)


class Loader(importlib.machinery.SourceFileLoader):
    """Compiles a module from its source, never from a cache."""

    def get_code(self, fullname):
        return prepared(compile(self.get_data(self.path), self.path, "exec", dont_inherit=True))


class Finder:
    """Finds the library's modules again for `Loader`."""

    def find_spec(self, fullname, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(fullname, path or [str(LIBRARY)], target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


def imported_anew():
    """The modules that are watched, loaded again; what else holds the old ones keeps them."""
    for name in list(sys.modules):
        if name.split(".")[0] in WATCHED:
            del sys.modules[name]
    sys.meta_path.insert(0, Finder())


def work():
    """A bit of everything."""
    import argparse
    import ast
    import asyncio
    import configparser
    import dataclasses
    import difflib
    import fractions
    import io
    import json
    import pprint
    import re
    import shlex
    import statistics
    import string
    import textwrap
    import tokenize

    source = (LIBRARY / "bisect.py").read_text(
        encoding="utf-8"
    ) + "\nx = [f'{a!r:>{b}}' for a, *b in c if d] or {**e}\n"
    ast.parse(ast.unparse(ast.parse(source)))
    list(tokenize.generate_tokens(io.StringIO(source).readline))
    json.encoder.c_make_encoder = None  # the part that is written in Python
    value = {"a": [1, 2.5, None, True, {"b": "\u00e9\n"}], "c": {}}
    assert json.loads(json.dumps(value, indent=1)) == value
    json.JSONDecoder().scan_once = json.scanner.py_make_scanner(json.JSONDecoder())
    json.decoder.py_scanstring('"a\\u00e9\\n"', 1)
    parser = argparse.ArgumentParser(prog="p", description="d")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--count", "-c", type=int, default=1, choices=[1, 2])
    parser.parse_args(["one", "two", "-c", "2"])
    parser.format_help()
    made = dataclasses.make_dataclass(
        "Point", [("x", int), ("y", int, dataclasses.field(default=0))], order=True, frozen=True
    )
    dataclasses.asdict(dataclasses.replace(made(1), y=2))
    for pattern in (r"(?P<a>\w+)|[^a-z\d]{2,3}?(?<!x)(?i:b|c)+", r"(a|b)*\1$", r"\bfoo(?=bar)(?#c)|x{3}"):
        re.compile(pattern, re.DEBUG & 0).sub(lambda match: match[0] * 2, "foobar 12 aab")
    re.split(r"(,)\s*", "a, b,c")
    textwrap.fill(textwrap.dedent("   " + source[:600]), 30, initial_indent="* ")
    list(difflib.unified_diff(source.splitlines()[:60], source.splitlines()[5:70], n=2))
    list(difflib.ndiff(["one", "two", "tree"], ["ore", "tree", "emu"]))
    difflib.get_close_matches("appel", ["ape", "apple", "peach"])
    string.Formatter().format("{0[a]:>{w}} {b!r}", {"a": 1}, w=4, b=2)
    string.Template("$a ${b}").safe_substitute(a=1)
    pprint.pformat({"k" * 30: [list(range(20)), {1, 2}, "long text " * 12]}, width=40)
    shlex.split('a \'b c\' "d\\"e" # f', comments=True)
    statistics.quantiles([1, 5, 2, 8, 9], n=4), statistics.stdev([1, 2, fractions.Fraction(7, 3)])
    config = configparser.ConfigParser()
    config.read_string("[a]\nx = 1\ny = %(x)s2\n")
    config.get("a", "y")
    asyncio.run(concurrently(asyncio))


async def concurrently(asyncio):
    """A small program of coroutines, queues, locks, timeouts and tasks that are cancelled."""
    queue, lock = asyncio.Queue(2), asyncio.Lock()

    async def produce():
        for number in range(5):
            async with lock:
                await queue.put(number)
        await queue.put(None)

    async def consume():
        total = 0
        while (number := await queue.get()) is not None:
            total += number
        return total

    _, total = await asyncio.gather(produce(), consume())
    late = asyncio.ensure_future(asyncio.sleep(10))
    try:
        await asyncio.wait_for(asyncio.shield(late), 0.01)
    except asyncio.TimeoutError:
        late.cancel()
    await asyncio.wait([late])
    return total


def main():
    imported_anew()
    with watching(lambda code: code.co_filename.startswith(str(LIBRARY))) as seen:
        work()
    print(json.dumps(compared(seen)))


if __name__ == "__main__":
    main()
