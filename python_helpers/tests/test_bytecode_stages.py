"""Tokens and tree of a text are those of tokenize and ast; refusals are those of the stage that refuses."""

import ast
import io
import sys
import tokenize

import pytest
from stage_subjects import MODULES, cut, read, source, text_of

from pymastery.bytecode.compiler import LIMIT, stages

NUMBERS = {name: number for number, name in tokenize.tok_name.items()}
FSTRINGS = hasattr(tokenize, "FSTRING_START")


@pytest.fixture(scope="module", params=MODULES)
def module(request):
    return read(request.param)


def shown(facts, total, kind):
    return facts.totals[kind] == total and len(getattr(facts, kind)) == min(total, LIMIT)


def test_tokens_are_those_of_tokenize(module):
    text, facts = module
    theirs = list(tokenize.generate_tokens(io.StringIO(text).readline))
    assert shown(facts, len(theirs), "tokens")
    assert [(token.kind, token.text, token.span) for token in facts.tokens] == [
        (tokenize.tok_name[token.exact_type], token.string, (*token.start, *token.end)) for token in theirs[:LIMIT]
    ]


def test_tokens_make_the_source_again(module):
    text, facts = module
    if facts.totals["tokens"] > LIMIT:
        pytest.skip("cut off")
    lines = list(io.StringIO(text))
    parts = [
        tokenize.TokenInfo(NUMBERS[token.kind], token.text, token.span[:2], token.span[2:], lines[token.span[0] - 1])
        for token in facts.tokens
        if token.span[0] <= len(lines)
    ]
    again = list(io.StringIO(tokenize.untokenize(parts)))
    assert [line.strip(" \\\f\n") for line in again] == [line.strip(" \\\f\n") for line in lines]


def test_what_is_between_tokens_is_blank(module):
    _, facts = module
    line, column = 1, 0
    for token in facts.tokens:
        if token.kind in ("INDENT", "DEDENT", "ENDMARKER", "NEWLINE", "NL"):
            continue
        start, end = token.span[:2], token.span[2:]
        assert not text_of(facts, (line, column, *start)).strip(" \t\f\n\\{}"), token
        if token.kind != "FSTRING_MIDDLE":  # "{{" is one "{" there
            assert text_of(facts, token.span) == token.text
        line, column = end


def walk(tree):
    """Nodes before their children, in the order of the fields."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from walk(child)


INLINED = ast.expr_context | ast.operator | ast.unaryop | ast.boolop | ast.cmpop


def test_nodes_are_those_of_the_tree(module):
    text, facts = module
    theirs = [node for node in walk(ast.parse(text)) if not isinstance(node, INLINED)]
    assert shown(facts, len(theirs), "nodes")
    names = [node.name for node in facts.nodes]
    assert names == [type(node).__name__ for node in theirs[:LIMIT]]
    parts = {part for node in theirs for part in ast.iter_child_nodes(node)}
    for index, (ours, node) in enumerate(zip(facts.nodes, theirs, strict=False)):
        if not index:
            assert (ours.parent, ours.depth, ours.field) == (-1, 0, "")
            continue
        assert node in parts
        above = facts.nodes[ours.parent]
        assert ours.depth == above.depth + 1
        field, _, place = ours.field.partition("[")
        held = getattr(theirs[ours.parent], field)
        assert (held[int(place[:-1])] if place else held) is node


def test_spans_are_those_of_the_nodes(module):
    text, facts = module
    head = "".join(list(io.StringIO(text))[:200])  # get_source_segment() cuts all of it, once a node
    raw = [line.encode() for line in facts.lines]
    theirs = [node for node in walk(ast.parse(text)) if not isinstance(node, INLINED)]
    for ours, node in zip(facts.nodes, theirs, strict=False):
        if not hasattr(node, "lineno"):
            assert ours.span is None
            continue
        if node.end_lineno < 200:
            assert text_of(facts, ours.span) == ast.get_source_segment(head, node)
        in_bytes = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        assert text_of(facts, ours.span) == cut(raw, in_bytes, b"\n").decode()
        if isinstance(node, ast.Name):
            assert text_of(facts, ours.span) == node.id
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            assert eval(text_of(facts, ours.span)) == node.value


def test_the_detail_has_the_simple_fields():
    def details(text):
        return [f"{node.name} {node.detail}".strip() for node in stages(text).nodes]

    assert details("a = -1024 + b") == [
        *("Module", "Assign", "Name id='a'", "BinOp op=Add"),
        *("UnaryOp op=USub", "Constant value=1024", "Name id='b'"),
    ]
    assert "Compare ops=[Lt, IsNot]" in details("1 < x is not None")
    assert "Constant value=None" in details("None")
    assert "Global names=['a', 'b']" in details("def f(): global a, b")
    assert "Dict keys[0]=None" in details("{**a, b: c}")
    assert any(detail.startswith("ImportFrom module='a', level=2") for detail in details("from ..a import b"))
    assert "BoolOp op=And" in details("a and b")
    assert "arguments kw_defaults=[None]" in details("def f(*, a): pass")
    assert any("…" in detail for detail in details("x = 'a' 'b'" + "'c'" * 200))


def test_columns_are_code_points():
    facts = stages("é = '🐍🐍'; ñandú = é + 'ü'\n")
    assert {text_of(facts, node.span) for node in facts.nodes if node.name == "Name"} == {"é", "ñandú"}
    assert text_of(facts, next(node.span for node in facts.nodes if node.name == "BinOp")) == "é + 'ü'"
    assert [token.text for token in facts.tokens if token.kind == "STRING"] == ["'🐍🐍'", "'ü'"]


def test_what_the_tree_optimiser_changes_is_marked():
    facts = stages("x = 2 ** 10\ny = x in [1, 2]\nz = a + b\nassert __debug__\n")
    marked = {text_of(facts, node.span): node.optimised for node in facts.nodes if node.optimised}
    assert "a + b" not in marked
    if sys.version_info >= (3, 14):
        assert marked == {"__debug__": "Constant value=True"}
        assert any("not in the tree but in the instructions" in notice for notice in facts.notices)
    elif sys.version_info >= (3, 13):
        assert marked == {
            "2 ** 10": "Constant value=1024",
            "[1, 2]": "Constant value=(1, 2)",
            "__debug__": "Constant value=True",
        }
        assert any("here it computes constants" in notice for notice in facts.notices)
    else:
        assert not marked
        assert any("not give out the tree after its optimiser" in notice for notice in facts.notices)


# the stage that refuses, in 3.10, 3.11, 3.12, 3.13, 3.14, 3.15
REFUSED = {
    "total = = 3": ("tree",),
    "nonlocal x": ("symbols",),
    "return 1": ("code",),
    "break": ("code",),
    "yield 1": ("code",),
    "await x": ("code", "code", "code", "code", "symbols", "symbols"),
    "__debug__ = 1": ("code", "code", "code", "code", "symbols", "symbols"),
    "from __future__ import braces": ("symbols", "symbols", "symbols", "symbols", "tree", "tree"),
    "def f(a, a): pass": ("symbols",),
    "def f():\n x\n global x": ("symbols",),
    "[x := 1 for x in y]": ("symbols",),
    "*a = 1": ("code",),
    "f() = 1": ("tree",),
    "if x:\na": ("tree",),
    "if x:\n  a\n b\n": ("tokens",),
    "print('three'": ("tokens",),
    "'''abc": ("tokens",),
    "s = 'abc": ("tree", "tree", "tokens", "tokens", "tokens", "tokens"),
    "x = 0_": ("tree", "tree", "tokens", "tokens", "tokens", "tokens"),
    "a\x00b": ("tree", "tree", "tokens", "tokens", "tokens", "tokens"),
    "a = '\ud800'": ("tree", "tree", "tokens", "tokens", "tokens", "tokens"),
    "\ufeffx = 1": ("tree",),
    "a = $": ("tree",),
    "match a:\n case b: pass\n case c: pass": ("code",),
    "try: pass\nexcept: pass\nexcept A: pass": ("code",),
}


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_the_stage_that_refuses(text):
    stages_of = REFUSED[text]
    facts = stages(text)
    assert facts.refused == stages_of[min(sys.version_info[1] - 10, len(stages_of) - 1)]
    assert facts.generated is facts.optimised is None
    order = [refusal.stage for refusal in facts.refusals]
    assert order == sorted(order, key=("tokens", "tree", "symbols", "code").index)
    assert bool(facts.nodes) == (facts.refused in ("symbols", "code"))
    assert bool(facts.scopes) == (facts.refused == "code")
    if facts.refused != "tokens":
        assert facts.tokens


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_a_refusal_is_the_exception_of_that_stage(text):
    facts = stages(text)
    refusal = facts.refusals[-1]
    with pytest.raises((SyntaxError, ValueError)) as caught:
        compile(text, "<source text>", "exec", dont_inherit=True)
    assert refusal.error == type(caught.value).__name__
    if isinstance(caught.value, SyntaxError):
        assert refusal.message == caught.value.msg
        assert refusal.line in (caught.value.lineno, 0)
    if refusal.span is not None:
        assert refusal.span[0] == refusal.line
        text_of(facts, refusal.span)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("é = 'ü'; nonlocal é", "nonlocal é"),
        ("é = 'ü'; return é", "return é"),
        ("é = 'ü'; f(é) = 1", "f(é)"),
        ("é = 'ü'; x = = 2", "="),
        ("'é'; x = [é := 1 for é in y]", "é"),
        ("def ñ(é, é): pass", "é"),
    ],
)
def test_a_refusal_is_where_the_text_is_wrong(text, where):
    facts = stages(text)
    assert text_of(facts, facts.refusals[0].span) == where


@pytest.mark.skipif(not FSTRINGS, reason="a second tokenizer, which goes on")
def test_a_refusal_of_the_tokens_is_where_the_text_is_wrong():
    for text, column in (("é = 'ü'; s = 'abc", 13), ("é = 'ü'; s = 0_", 14), ("'ü'; (é", 0)):
        refusal = stages(text).refusals[0]
        assert refusal.stage == "tokens"
        assert (refusal.span[1] if refusal.span else 0) == column


def test_a_refusal_at_the_end_of_a_line():
    assert stages("x = 5 +").refusals[0].span == (1, 7, 1, 7)
    assert stages("x = (\n").refusals[-1].span == (1, 4, 1, 5)


def test_warnings_are_facts_and_not_printed(recwarn, capsys):
    facts = stages("a = '\\d'\nb = a is 1\nassert (a, b)\n")
    assert {(warned.stage, warned.line) for warned in facts.warned} == {("tree", 1), ("code", 2), ("code", 3)}
    assert {warned.category for warned in facts.warned} <= {"SyntaxWarning", "DeprecationWarning"}
    assert not recwarn.list
    assert capsys.readouterr() == ("", "")


def test_other_modes():
    assert stages("a + 1", mode="eval").nodes[0].name == "Expression"
    assert stages("a + 1\n", mode="single").nodes[0].name == "Interactive"
    assert stages("a = 1", mode="eval").refused == "tree"
    with pytest.raises(ValueError, match="mode is"):
        stages("a", mode="func_type")
    with pytest.raises(TypeError):
        stages(b"a")


def test_the_source_is_read_as_the_compiler_reads_it():
    facts = stages("x = 'é'\r\ny = x\r\x0cz = 1\n")
    assert facts.lines == ("x = 'é'", "y = x", "\x0cz = 1")
    assert [node.span[0] for node in facts.nodes if node.name == "Assign"] == [1, 2, 3]
    assert [token.span[0] for token in facts.tokens if token.kind == "EQUAL"] == [1, 2, 3]
    assert not facts.refusals
    cookie = stages("# coding: latin-1\nx = 'é'\n")
    assert text_of(cookie, cookie.nodes[-1].span) == "'é'"
    assert not stages("if x:\n\ty\n\tz\n").refusals


def test_identifiers_are_normalised_by_the_tree_alone():
    facts = stages("ﬁ = 1\nﬁ\n")
    assert [token.text for token in facts.tokens if token.kind == "NAME"] == ["ﬁ", "ﬁ"]
    assert [node.detail for node in facts.nodes if node.name == "Name"] == ["id='fi'"] * 2
    assert facts.scopes[0].symbols[0].uses == ((1, 0, 1, 1), (2, 0, 2, 1))


@pytest.mark.parametrize("text", ["", "\n", "# only a comment", "\x0c", "   ", "\\\n"])
def test_next_to_nothing(text):
    facts = stages(text)
    assert facts.lines
    assert facts.refusals or facts.nodes[0].name == "Module"


def test_nothing_is_executed():
    facts = stages("raise SystemExit\nimport this\nprint(1)\n")
    assert not facts.refusals
    assert "this" not in sys.modules


def test_the_modules_are_there():
    assert len(MODULES) >= 40
    assert all(source(name) for name in MODULES)
