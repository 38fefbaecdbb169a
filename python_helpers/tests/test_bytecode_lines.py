"""The lines beside the instructions of the static forms: those `dis` gives, and none of another file."""

import copy
import dis
import linecache
import re
import sys

import pytest
from test_bytecode_twins import page_of

import pymastery as pm

CELL = """\
from dataclasses import dataclass

@dataclass
class P:
    x: int = 1
    y: int = 2

    def norm(self):
        return self.x + self.y
"""


def cell(text, filename):
    """The names of a text that was run as a cell of a notebook."""
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space = {"__name__": "a_cell"}
    exec(compile(text, filename, "exec", dont_inherit=True), space)
    return space


def by_code(view):
    """The lines of the text form, by the name of the code object that they are listed for."""
    found, name = {}, None
    for line in str(view).split("\n"):
        head = re.match(r"(\S+): \d+ instructions?, stack size", line)
        if head:
            name = head[1].rpartition(".")[2]
        elif name and not line.strip():
            name = None
        if name:
            found.setdefault(name, []).append(line)
    return found


def test_a_code_object_of_another_file_has_no_lines_of_this_one():
    view = pm.bytecode(cell(CELL, "<a cell with a dataclass>")["P"])
    listed = by_code(view)
    assert any("return self.x + self.y" in line for line in listed["norm"])
    lines = [line for line in listed["__init__"] if re.match(r" {0,4}(\d+|--)\b", line)]
    assert lines == []
    for table in page_of(view).tables:
        rows = [cells for cells in table if len(cells) == 7]
        sources = [cells[0] for cells in rows if cells[0]]
        names = {cells[4] for cells in rows}
        assert not sources or "BINARY_OP" in names or "BINARY_ADD" in names or "class P" not in "".join(sources)
        assert not any(cells[0].endswith("class P:") for cells in rows)


def tried(a):
    try:
        with a as b:
            return [x for x in b if x]
    except TypeError as error:
        print(error)
    finally:
        print(a)


def said_by_dis(code):
    """The line of each instruction that has another one than above, "--" for none, by offset."""
    if hasattr(code, "co_positions"):
        lines = [position[0] for position in code.co_positions()]
    else:
        lines = [None] * (len(code.co_code) // 2)
        for start, end, line in code.co_lines():
            lines[start // 2 : end // 2] = [line] * (end // 2 - start // 2)
    found, above = {}, ""
    for each in dis.Bytecode(code):
        line = lines[each.offset // 2]
        if line != above:
            found[each.offset] = "--" if line is None else str(line)
        above = line
    return found


@pytest.mark.parametrize("subject", [tried, "x = 1", "def f():\n    yield\n    return 1"])
def test_lines_are_those_of_the_location_table(subject):
    view = pm.bytecode(subject)
    listed, pages = by_code(view), iter(page_of(view).tables)
    for code in view.codes:
        said, line = {}, ""
        for row in listed[code.name]:
            alone = re.match(r" *(\d+|--)(  \S.*| {2,}.*)?$", row)
            offset = re.match(r" +(?:L\d+:)? +(\d+) +(?:\d+|-)  [A-Z_0-9]+", row)
            if offset:
                said |= {int(offset[1]): line} if line else {}
                line = ""
            elif alone:
                line = alone[1]
        assert said == said_by_dis(code.code)
        rows = next(table for table in pages if table and len(table[1]) == 7)
        cells = {int(row[2]): row[0].split()[0] for row in rows if len(row) == 7 and row[0]}
        assert cells == said


@pytest.mark.skipif(sys.version_info < (3, 11), reason="everything has a line in 3.10")
def test_what_the_compiler_added_has_no_line():
    assert "--" in said_by_dis(tried.__code__).values()


@pytest.mark.skipif(sys.version_info >= (3, 11), reason="there are columns")
def test_where_a_line_ends_is_not_known_without_columns():
    def f(a):
        return a + 1

    positions = {each.position[1:] for each in pm.bytecode(f).instructions}
    assert positions == {(None, None, None)}


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_view_is_the_view(copied):
    for view in (pm.bytecode("x = 1"), pm.layout(1), pm.graph(a=[])):
        assert copied(view) is view
        assert copied([view])[0] is view
