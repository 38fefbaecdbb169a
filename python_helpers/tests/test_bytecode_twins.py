"""The static forms of a view, HTML and text: they list what the payload lists, and source stays text."""

import dis
import json
import re
import sys
from html.parser import HTMLParser

import pytest
from bytecode_payload import EDGES, decode, validate
from test_bytecode import CASES, show_case

import pymastery as pm
from pymastery.bytecode.cards import card, static


class Plain(HTMLParser):
    """Tags, and texts of the cells of each table, of a piece of HTML."""

    def __init__(self):
        super().__init__()
        self.tags, self.texts, self.tables, self.in_cell = [], [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag == "td":
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag):
        if tag == "td":
            self.in_cell = False

    def handle_data(self, data):
        self.texts.append(data)
        if self.in_cell:
            self.tables[-1][-1][-1] += data


def page_of(view):
    """The HTML form, without what it says of the opcodes at its end."""
    return read(html_of(view).partition(CARDS)[0])


def read(html):
    page = Plain()
    page.feed(html)
    return page


def html_of(view):
    return view._repr_mimebundle_()["text/html"]


CARDS = "<details><summary>What these opcodes do"


@pytest.mark.parametrize("name", CASES)
def test_the_twins_list_every_instruction(name):
    view = show_case(name)
    codes = decode(validate(view))
    every = [row.name for code in codes for row in code.rows]
    page = page_of(view)
    assert [text for text in page.texts if text in dis.opmap] == every
    assert re.findall(r"^ +(?:L\d+:)? +\d+ +(?:\d+|-)  ([A-Z_0-9]+)", str(view), re.M) == every
    nested = sum(code.level > 0 for code in codes)
    with_blocks = sum(len(code.blocks) > 1 for code in codes)
    assert page.tags.count("details") == nested + with_blocks
    assert {"script", "style", "img", "a"}.isdisjoint(page.tags)


@pytest.mark.parametrize("name", CASES)
def test_the_twins_say_offset_depth_and_argument_of_every_instruction(name):
    view = show_case(name)
    rows = [row for code in decode(validate(view)) for row in code.rows]
    expected = [
        (str(row.offset), "-" if row.depth < 0 else str(row.depth), row.name, "" if row.arg is None else str(row.arg))
        for row in rows
    ]
    listed = [cells for table in page_of(view).tables for cells in table if len(cells) == 7 and cells[4] in dis.opmap]
    assert [tuple(cells[2:6]) for cells in listed] == expected
    pattern = r"^ +(?:L\d+:)? +(\d+) +(\d+|-)  ([A-Z_0-9]+) *(\d*)"
    assert re.findall(pattern, str(view), re.M) == expected


@pytest.mark.parametrize("name", CASES)
def test_the_twins_say_what_each_argument_stands_for(name):
    view = show_case(name)
    codes = decode(validate(view))
    text = str(view)
    for row in (row for code in codes for row in code.rows if row.text):
        assert f"({row.text})" in text
    for inner in codes[1:]:
        assert f"(code of {inner.qualname})" in text


@pytest.mark.parametrize("name", CASES)
def test_the_twins_say_every_entry_of_the_exception_tables(name):
    view = show_case(name)
    entries = [entry for code in decode(validate(view)) for entry in entries_of(code)]
    cells = [tuple(cells) for table in page_of(view).tables for cells in table if cells]
    assert [row for row in cells if re.match(r"L\d+ to ", row[0])] == entries
    lines = [f"  {where} -> {to}, depth {depth}{lasti and ', '}{lasti}" for where, to, depth, lasti in entries]
    assert re.findall(r"^  L\d+ to .*", str(view), re.M) == lines


def entries_of(code):
    """Range, handler, depth and lasti of each entry, with labels numbered in the order of the code."""
    marked = {row.target for row in code.rows if row.target is not None}
    marked |= {index for entry in code.exceptions for index in entry[:3]}
    labels = {index: f"L{number}" for number, index in enumerate(sorted(marked), start=1)}
    for start, end, handler, depth, lasti in code.exceptions:
        yield f"{labels[start]} to {labels[end]}", labels[handler], str(depth), "lasti" if lasti else ""


@pytest.mark.parametrize("name", CASES)
def test_the_twins_say_once_what_each_opcode_does(name):
    view = show_case(name)
    opcodes = sorted({row.name for code in decode(validate(view)) for row in code.rows})
    told = [cells for table in read(html_of(view).partition(CARDS)[2]).tables for cells in table if cells]
    names = [cells[0] for cells in told]
    assert names == sorted(set(names))
    assert {*opcodes} <= {*names}
    text = str(view)
    for opcode, does, _, raises in told:
        its = card(opcode)
        assert (does, raises or None) == (its.does, its.raises)
        assert len(re.findall(rf"^  {opcode} +{re.escape(does)}$", text, re.M)) == 1
        assert raises == "" or f" Raises: {raises}\n" in f"{text}\n"


def test_of_many_opcodes_the_first_are_told_and_the_rest_counted(monkeypatch):
    monkeypatch.setattr(static, "SHORT", 2)
    monkeypatch.setattr(static, "ROWS", 3)
    told = static.rows(({"NOP", "POP_TOP", "EXTENDED_ARG", "RETURN_VALUE", "no opcode"}, (3, 13)))
    assert [row.name for row in told] == ["EXTENDED_ARG", "NOP", "POP_TOP", "RETURN_VALUE"]
    lines = list(static.plain(told))
    assert lines[-1] == "  … and 2 opcodes more"
    assert sum("POP_TOP" in line for line in lines) == 0
    (html,) = static.html(told)
    assert "… and 1 opcode more" in html
    assert "RETURN_VALUE" not in html
    assert list(static.plain([])) == list(static.html([])) == []


def test_two_versions_that_tell_otherwise_of_an_opcode_are_told_both():
    told = static.rows(({"LOAD_CONST", "POP_TOP"}, (3, 13)), ({"LOAD_CONST", "POP_TOP"}, (3, 14)))
    assert [row.name for row in told] == ["LOAD_CONST (3.13)", "LOAD_CONST (3.14)", "POP_TOP"]
    (told,) = static.rows(({"POP_EXCEPT"}, (3, 10)), ({"POP_EXCEPT"}, (3, 14)))
    assert told.name == "POP_EXCEPT"  # the sentence is the same, what it pops is not
    assert re.fullmatch(r".+ → .+ \(3\.10\); .+ → .+ \(3\.14\)", told.stack)
    assert static.rows(({"LOAD_CONST"}, (2, 7)), ({"LOAD_CONST"}, (3, 99))) == []


@pytest.mark.parametrize("name", CASES)
def test_the_twins_say_the_blocks(name):
    view = show_case(name)
    page, text = page_of(view), str(view)
    said = {tuple(cells) for table in page.tables for cells in table}
    for code in decode(validate(view)):
        offsets = [row.offset for row in code.rows]
        if len(code.blocks) < 2:
            continue
        for place, (start, end) in enumerate(zip(code.blocks, [*code.blocks[1:], len(offsets)], strict=True)):
            ways = [f"{EDGES[kind]}: B{to}" for block, to, kind in code.edges if block == place]
            if code.rows[start].depth < 0:
                ways.insert(0, "control cannot come here")
            elif code.rows[end - 1].opcode["flow"] == "stop":
                ways.insert(0, "leaves")
            row = (f"B{place}", f"{offsets[start]} to {offsets[end - 1]}", ", ".join(ways))
            assert row in said
            assert f"  {row[0]}, {row[1]}: {row[2]}" in text.split("\n")


def test_the_heading_counts_all_instructions_and_not_those_listed():
    text = "x = y\n" * 3_000
    count = len(list(dis.get_instructions(compile(text, "", "exec"))))
    view = pm.bytecode(text)
    heading = f"<module>: {count} instructions, stack size 1"
    assert count > 6_000
    assert any(line.startswith(heading) for line in str(view).split("\n"))
    assert f"2000 of {count} instructions are listed." in str(view)
    assert heading.replace("<", "&lt;").replace(">", "&gt;") in html_of(view)


def test_what_a_terminal_would_obey_is_shown_as_escapes():
    code = (lambda: evil).__code__  # noqa: F821
    changes = {"co_names": ("a\nb\x1b[2J",), "co_name": "x\ny\x1b"}
    if hasattr(code, "co_qualname"):
        changes["co_qualname"] = "x\ny\x1b"
    lines = str(pm.bytecode(code.replace(**changes))).split("\n")
    assert not any("\x1b" in line for line in lines)
    assert lines[0].startswith("Bytecode of code object x\\ny\\x1b, CPython")
    assert any(line.startswith("x\\ny\\x1b: ") for line in lines)
    assert any("(a\\nb\\x1b[2J" in line for line in lines)


def test_source_with_markup_stays_text():
    view = pm.bytecode("x = '<script>alert(1)</script>'")
    assert "<script>" not in view._repr_mimebundle_()["text/html"]
    assert "<script>" in str(view)


def test_each_line_of_source_is_listed_at_its_first_instruction():
    text = str(show_case("sum_of_squares"))
    assert text.count("result += n * n") == 1
    assert re.search(r"^ +L1: +\d+ +\d  FOR_ITER +\d+ \(to L\d\)$", text, re.M)


def test_what_cannot_be_reached_says_so():
    code = (lambda: 1).__code__
    raw = bytes((dis.opmap["RAISE_VARARGS"], 0, dis.opmap["NOP"], 0)) + code.co_code
    text = str(pm.bytecode(code.replace(co_code=raw)))
    assert re.search(r"^ +2 +-  NOP", text, re.M)
    assert "control cannot come here" in text


def test_the_first_lines_say_what_is_shown_where():
    first, meaning, empty, head = str(pm.bytecode("x = 1")).split("\n")[:4]
    assert first == f"Bytecode of source text, CPython {sys.version.split()[0]}"
    assert "how many slots of the stack are in use" in meaning
    assert empty == ""
    assert re.fullmatch(r"<module>: \d+ instructions, stack size 1(, NOFREE)?", head)


def test_what_is_saved_is_what_is_shown(tmp_path):
    view = pm.bytecode("x = 1")
    assert view.save(tmp_path / "x.txt").read_text(encoding="utf-8") == f"{view}\n"
    assert json.loads(view.save(tmp_path / "x.json").read_text(encoding="utf-8")) == view.payload
    page = view.save(tmp_path / "x.html").read_text(encoding="utf-8")
    assert view._repr_mimebundle_()["text/html"].split(">", 1)[1].rsplit("<", 1)[0] in page
