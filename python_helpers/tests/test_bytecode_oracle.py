"""Every number that we show of a code object is the number that `dis` gives: whole modules of the library."""

import dis
import sysconfig
import types
from pathlib import Path

import pytest

from pymastery.bytecode.inspector import NAMES_LIMIT, TEXT_LIMIT, _visit, disassemble
from pymastery.bytecode.source import split_lines

MODULES = (
    *("ast", "argparse", "asyncio.base_events", "asyncio.locks", "asyncio.streams", "bisect", "calendar"),
    *("collections", "contextlib", "copy", "csv", "dataclasses", "decimal", "difflib", "dis", "email.message"),
    *("enum", "fractions", "functools", "heapq", "inspect", "ipaddress", "json.decoder", "json.encoder"),
    *("locale", "logging", "os", "pickle", "pydoc", "random", "socket", "statistics", "string", "subprocess"),
    *("tarfile", "tempfile", "textwrap", "threading", "traceback", "types", "typing", "unittest.mock"),
    *("unittest.async_case", "urllib.parse", "weakref", "xml.etree.ElementTree", "zipfile"),
)


def source(name):
    """The source text of a module, which is read and not executed."""
    path = Path(sysconfig.get_path("stdlib"), *name.split("."))
    file = path.with_suffix(".py")
    return (file if file.exists() else path / "__init__.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=MODULES)
def module(request):
    """A module's code objects, and what we say of them (a code object in parts where it is longer than we show)."""
    text = source(request.param)
    return check_pairs(text)


def check_pairs(text):
    every = list(_visit(compile(text, "<source text>", "exec", dont_inherit=True)))
    pairs = []
    for code in every:
        facts = disassemble("source text", code, text)
        pairs.append((code, facts, facts.codes[0]))
    return text, pairs


def table_of(facts, code):
    """Our columns as rows: offset, name, argument, text, span."""
    offset = 0
    for op, arg, text, span in zip(code.opcode, code.arg, code.text, code.span, strict=True):
        opcode = facts.opcodes[op]
        yield (
            offset,
            opcode.name,
            None if arg < 0 else arg,
            facts.texts[text] if text >= 0 else "",
            code.spans[span] if span >= 0 else None,
        )
        offset += 2 + 2 * opcode.caches


def test_names_offsets_and_arguments(module):
    _, pairs = module
    for code, facts, ours in pairs:
        theirs = [(i.offset, i.opname, i.arg) for i in dis.get_instructions(code)]
        assert [row[:3] for row in table_of(facts, ours)] == theirs


def test_jump_targets(module):
    _, pairs = module
    jumps = set(dis.hasjrel) | set(dis.hasjabs)
    for code, _, ours in pairs:
        theirs = list(dis.get_instructions(code))
        index_of = {instruction.offset: index for index, instruction in enumerate(theirs)}
        assert dict(ours.jumps) == {
            index: index_of[instruction.argval]
            for index, instruction in enumerate(theirs)
            if instruction.opcode in jumps and not instruction.argrepr.startswith("from ")
        }


def test_argument_texts(module):
    _, pairs = module
    for code, facts, ours in pairs:
        targets = {index for index, _ in ours.jumps}
        for index, (row, theirs) in enumerate(zip(table_of(facts, ours), dis.get_instructions(code), strict=True)):
            text = row[3]
            if index in targets:
                assert not text
            elif isinstance(theirs.argval, types.CodeType):
                assert text == f"<code object {theirs.argval.co_name}>"
            elif theirs.argrepr.startswith("from "):
                assert not text
            elif "frozenset" in theirs.argrepr or len(theirs.argrepr) > TEXT_LIMIT or "…" in text:
                assert text
                assert len(text) <= TEXT_LIMIT + len(" + NULL|self")
                assert text[1:8] == theirs.argrepr[1:8]  # the quotes depend on what was cut
            else:
                assert text == theirs.argrepr


def test_positions(module):
    source_text, pairs = module
    lines = split_lines(source_text)
    unknown = 0
    for code, facts, ours in pairs:
        theirs = positions(code)
        for offset, name, _, _, span in table_of(facts, ours):
            line, end_line, column, end_column = theirs[offset // 2]
            if not line:  # 0 is before the first line
                assert span is None
                continue
            assert (span[0], span[2]) == (line, end_line or line)
            if span[1] < 0:
                unknown += column is not None
                continue
            assert len(lines[line - 1][: span[1]].encode()) == column, name
            assert len(lines[end_line - 1][: span[3]].encode()) == end_column, name
    # 3.11 places a few parts of f-strings outside of their lines
    assert unknown <= 0.01 * sum(len(ours.opcode) for _, _, ours in pairs)


def positions(code):
    if hasattr(code, "co_positions"):
        return list(code.co_positions())
    starts = {offset: line for start, end, line in code.co_lines() for offset in range(start, end, 2)}
    return [(starts.get(offset),) * 2 + (None, None) for offset in range(0, len(code.co_code), 2)]


def test_line_of_each_instruction(module):
    _, pairs = module
    for code, facts, ours in pairs:
        line_at = {offset: line for start, end, line in code.co_lines() for offset in range(start, end)}
        for offset, _, _, _, span in table_of(facts, ours):
            assert (span[0] if span else None) == (line_at.get(offset) or None)


def test_caches(module):
    _, pairs = module
    for code, facts, ours in pairs:
        rows = list(table_of(facts, ours))
        assert sum(2 + 2 * facts.opcodes[op].caches for op in ours.opcode) == len(code.co_code)
        for row, theirs in zip(rows, dis.get_instructions(code), strict=True):
            info = getattr(theirs, "cache_info", None)
            if info:
                opcode = next(opcode for opcode in facts.opcodes if opcode.name == row[1])
                assert opcode.caches == sum(size for _, size, _ in info)


def test_exception_tables(module):
    _, pairs = module
    parse = getattr(dis, "_parse_exception_table", lambda code: [])
    for code, facts, ours in pairs:
        offsets = [row[0] for row in table_of(facts, ours)] + [len(code.co_code)]
        assert [
            (offsets[start], offsets[end], offsets[handler], depth, bool(lasti))
            for start, end, handler, depth, lasti in ours.exceptions
        ] == [(e.start, e.end, e.target, e.depth, e.lasti) for e in parse(code)]


def test_names_and_constants(module):
    _, pairs = module
    for code, facts, ours in pairs:
        for column, names in (
            (ours.names, code.co_names),
            (ours.locals, code.co_varnames),
            (ours.cells, code.co_cellvars),
            (ours.frees, code.co_freevars),
        ):
            assert tuple(facts.texts[index] for index in column) == names
        assert len(ours.consts) == min(len(code.co_consts), NAMES_LIMIT)
        assert ours.flags == tuple(name for bit, name in dis.COMPILER_FLAG_NAMES.items() if code.co_flags & bit)
        assert (ours.name, ours.stack_size, ours.first_line) == (
            code.co_name,
            code.co_stacksize,
            code.co_firstlineno,
        )


def test_nested_code_objects_in_first_visit_order(module):
    text, pairs = module
    facts = disassemble("source text", pairs[0][0], text)
    if facts.shown < facts.total:
        return
    every = [code for code, _, _ in pairs]
    assert [code.name for code in facts.codes] == [code.co_name for code in every]
    for code, ours in zip(every, facts.codes, strict=True):
        theirs = list(dis.get_instructions(code))
        for instruction, place in ours.nested:
            assert theirs[instruction].argval is every[place]
        loaded = [i for i, found in enumerate(theirs) if isinstance(found.argval, types.CodeType)]
        assert [instruction for instruction, _ in ours.nested] == loaded
