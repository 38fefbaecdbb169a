"""Every number and word that a payload has of a code object is what `dis` and the code object say: whole modules."""

import dis
import itertools
import marshal
import re
import struct
import sysconfig
import types
import warnings
from pathlib import Path

import pytest
from bytecode_payload import EDGES, decode, validate
from bytecode_walk import HERE, walk
from stack_programs import TEXTS

import pymastery as pm
from pymastery.bytecode.texts import TEXT_LIMIT

MODULES = (
    *("ast", "argparse", "asyncio.base_events", "asyncio.locks", "asyncio.streams", "asyncio.taskgroups", "bisect"),
    *("calendar", "collections", "contextlib", "copy", "csv", "dataclasses", "decimal", "difflib", "dis"),
    *("email.message", "enum", "fractions", "functools", "heapq", "inspect", "ipaddress", "json.decoder"),
    *("json.encoder", "locale", "logging", "os", "pickle", "pydoc", "random", "socket", "statistics", "string"),
    *("subprocess", "tarfile", "tempfile", "textwrap", "threading", "traceback", "types", "typing"),
    *("unittest.mock", "unittest.async_case", "urllib.parse", "weakref", "xml.etree.ElementTree", "zipfile"),
)
TESTS = (
    *("grammar", "patma", "fstring", "except_star", "coroutines", "asyncgen", "generators", "unpack_ex", "type_params"),
    *("named_expressions", "exception_variations", "syntax", "tstring"),
)
"""Of the library's own tests, where they are installed: every syntax there is."""
JUMPS = set(dis.hasjrel) | set(dis.hasjabs)


def sources():
    """Name → source text of a module, which is read and not executed; only those this version has."""
    for name in (*MODULES, *(f"test.test_{name}" for name in TESTS)):
        path = Path(sysconfig.get_path("stdlib"), *name.split("."))
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.exists():
                yield name, file.read_text(encoding="utf-8")
    yield from TEXTS.items()
    # more variables, names and constants than a byte can count
    many = [f"v{each} = v{each - 1} + {each + 1000} if f{each}(v{each - 1}) else 'c{each}'" for each in range(1, 400)]
    yield "long", "def f(v0):\n " + "\n ".join(many) + "\n return lambda: v399 + v3\n" + "\n".join(many)


SOURCES = dict(sources())


def visited(root):
    """A code object and those in its constants, each once, an outer one before its inner ones, in order."""
    found = {id(root): (root, 0)}

    def into(code, level):
        for const in code.co_consts:
            if isinstance(const, types.CodeType) and id(const) not in found:
                found[id(const)] = (const, level)
                into(const, level + 1)

    into(root, 1)
    return list(found.values())


@pytest.fixture(scope="module", params=SOURCES)
def module(request):
    """(code object, its level, what dis says, what the payload says) of each code object of a module."""
    text = SOURCES[request.param]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is compiled
        payload = validate(pm.bytecode(text))
        every = visited(compile(text, "<source text>", "exec", dont_inherit=True))
    assert "cut" not in payload["program"]
    assert "notices" not in payload
    return [
        (code, level, list(dis.get_instructions(code)), ours)
        for (code, level), ours in zip(every, decode(payload), strict=True)
    ]


def test_names_offsets_and_arguments(module):
    for code, _, theirs, ours in module:
        assert [(row.offset, row.name, row.arg) for row in ours.rows] == [(i.offset, i.opname, i.arg) for i in theirs]
        assert ours.size == len(code.co_code)


def test_jump_targets(module):
    for _, _, theirs, ours in module:
        at = {instruction.offset: index for index, instruction in enumerate(theirs)}
        jumps = {
            index: at[instruction.argval]
            for index, instruction in enumerate(theirs)
            if instruction.opcode in JUMPS and not instruction.argrepr.startswith("from ")
        }
        assert {index: row.target for index, row in enumerate(ours.rows) if row.target is not None} == jumps


def test_argument_texts(module):
    for _, _, theirs, ours in module:
        for row, instruction in zip(ours.rows, theirs, strict=True):
            said = instruction.argrepr
            if row.target is not None or isinstance(instruction.argval, types.CodeType) or said.startswith("from "):
                assert row.text == ""
            elif "…" in row.text:
                assert len(row.text) <= TEXT_LIMIT + len(" + NULL|self") < len(said) + 20
                # the quotes depend on what was cut
                assert row.text.replace("\\'", "'")[1:8] == said.replace("\\'", "'")[1:8]
            else:
                assert row.text == said


def lines_of(code):
    """The line of each code unit as `co_lines()` has it."""
    spans = ((start, end, line) for start, end, line in code.co_lines())
    line_at = {offset: line for start, end, line in spans for offset in range(start, end, 2)}
    return [line_at.get(offset) for offset in range(0, len(code.co_code), 2)]


def test_positions(module):
    for code, _, _, ours in module:
        lines = lines_of(code)
        assert [row.position[0] for row in ours.rows] == [lines[row.offset // 2] for row in ours.rows]
        if hasattr(code, "co_positions"):
            theirs = list(itertools.islice(code.co_positions(), len(lines)))
            assert [row.position for row in ours.rows] == [theirs[row.offset // 2] for row in ours.rows]


def test_caches(module):
    for _, _, theirs, ours in module:
        for row, instruction, after in zip(ours.rows, theirs, [*theirs[1:], None], strict=True):
            info = getattr(instruction, "cache_info", None) or []
            if after is not None:
                assert row.opcode["caches"] == (after.offset - instruction.offset) // 2 - 1
            if info:
                assert row.opcode["caches"] == sum(size for _, size, _ in info)


def test_exception_tables(module):
    for code, _, _, ours in module:
        if not hasattr(dis, "_parse_exception_table"):
            assert ours.exceptions == walk(code).entries()
            continue
        offsets = [*(row.offset for row in ours.rows), ours.size]
        assert [
            (offsets[start], offsets[end], offsets[handler], depth, bool(lasti))
            for start, end, handler, depth, lasti in ours.exceptions
        ] == [
            (entry.start, entry.end, entry.target, entry.depth, entry.lasti)
            for entry in dis._parse_exception_table(code)
        ]


def test_depths(module):
    for code, _, _, ours in module:
        assert [None if row.depth == -1 else row.depth for row in ours.rows] == walk(code).depths


def test_ways_between_blocks(module):
    for code, _, _, ours in module:
        found = walk(code)
        block_of = {start: block for block, start in enumerate(ours.blocks)}
        ways = set()
        for block, end in enumerate([*ours.blocks[1:], len(ours.rows)]):
            ways |= {(block, block_of[target], kind) for target, kind in found.ways(end - 1)}
            if found.guards[end - 1]:
                ways.add((block, block_of[found.guards[end - 1][0]], "exception"))
        assert len(ours.edges) == len(ways)
        assert {(start, end, EDGES[kind]) for start, end, kind in ours.edges} == ways


def test_names_and_constants(module):
    every = [code for code, *_ in module]
    for code, _, _, ours in module:
        assert tuple(ours.names) == code.co_names
        assert len(ours.consts) == len(code.co_consts)
        for shown, const in zip(ours.consts, code.co_consts, strict=True):
            if isinstance(const, types.CodeType):
                assert every[-1 - shown] is const
            else:
                assert "…" in shown or shown == repr(const)


def marshalled(code):
    """The names and the kinds of the variables as marshal writes them: co_localsplusnames, co_localspluskinds."""
    data = marshal.dumps(code.replace(co_consts=(), co_names=()), 2)
    at = 21  # "c", and five numbers of four bytes

    def take():
        nonlocal at
        kind, (size,) = data[at : at + 1], struct.unpack_from("<I", data, at + 1)
        at += 5
        if kind == b"(":
            return [take() for _ in range(size)]
        assert kind in b"sut"
        at += size
        return data[at - size : at]

    raw, *_, names, kinds = (take() for _ in range(5))
    assert raw == code.co_code
    return [name.decode() for name in names], kinds


# Include/internal/pycore_code.h: CO_FAST_HIDDEN, CO_FAST_LOCAL, CO_FAST_CELL, CO_FAST_FREE
HIDDEN, LOCAL, CELL, FREE = 0x10, 0x20, 0x40, 0x80


def kind_of(bits, argument):
    if bits & FREE:
        return "free"
    if bits & CELL:
        return "argument and cell" if argument else "cell"
    assert bits & LOCAL
    return "hidden" if bits & HIDDEN else "argument" if argument else "local"


def test_variables(module):
    for code, _, _, ours in module:
        arguments = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
        assert ours.arguments == arguments
        if HERE == (3, 10):
            assert tuple(ours.variables) == code.co_varnames
            assert tuple(ours.cells) == code.co_cellvars + code.co_freevars
            for index, (name, kind) in enumerate(zip(ours.variables, ours.kinds, strict=True)):
                assert kind == kind_of(CELL if name in code.co_cellvars else LOCAL, index < arguments)
            continue
        names, kinds = marshalled(code)
        assert (ours.variables, ours.cells) == (names, [])
        assert ours.kinds == [kind_of(bits, index < arguments) for index, bits in enumerate(kinds)]


def test_what_stands_in_the_head(module):
    for code, level, _, ours in module:
        qualname = getattr(code, "co_qualname", code.co_name)
        assert (ours.level, ours.name) == (level, code.co_name)
        if len(qualname) <= TEXT_LIMIT:
            assert ours.qualname == qualname
        else:
            assert re.fullmatch(ours.qualname.replace(".", r"\.").replace("…", ".+"), qualname)
        assert (ours.first_line, ours.stack_size) == (code.co_firstlineno, code.co_stacksize)
        names = [name for bit, name in dis.COMPILER_FLAG_NAMES.items() if code.co_flags & bit]
        assert ours.flags == " ".join(names)


def test_each_code_object_is_at_the_instruction_that_loads_it(module):
    every = [code for code, *_ in module]
    for _, _, theirs, ours in module:
        loaded = {
            index: every.index(instruction.argval)
            for index, instruction in enumerate(theirs)
            if isinstance(instruction.argval, types.CodeType)
        }
        assert {index: row.code for index, row in enumerate(ours.rows) if row.code is not None} == loaded


def test_operands_are_what_dis_lists(module):
    for _, _, theirs, ours in module:
        for row, instruction in zip(ours.rows, theirs, strict=True):
            kind, op = row.opcode["operand"], instruction.opcode
            assert (kind == "jump") == (op in JUMPS)
            assert (kind == "none") == (instruction.arg is None)
            assert (kind == "compare") == (op in dis.hascompare)
            assert kind != "const" or op in dis.hasconst or re.search("CONST|SMALL_INT|ASSERT", row.name)
            assert op not in dis.hasname or kind in ("name", "attribute")
            assert kind != "cell" or op in dis.hasfree or row.name.endswith("_DEREF")
