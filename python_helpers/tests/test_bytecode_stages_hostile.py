"""A text may be wrong, huge, deep or strange: every stage stays bounded, sendable and without side effects."""

import dataclasses
import json
import sys
import tokenize
import warnings

import pytest
from stage_subjects import text_of

from pymastery.bytecode import compiler as package
from pymastery.bytecode.compiler import LIMIT, stages, symbols, tree
from pymastery.cpython import codegen


def sent(facts):
    """The facts as they would be sent."""
    return json.dumps(dataclasses.asdict(facts), ensure_ascii=False).encode()


DEEP = {
    "parentheses": "(" * 3_000 + ")" * 3_000,
    "parentheses, open": "(" * 100_000,
    "minus": "-" * 20_000 + "1",
    "sum": "a" + "+a" * 20_000,
    "attributes": "a" + ".a" * 20_000,
    "calls": "a" + "()" * 20_000,
    "ternaries": "a if b else " * 3_000 + "c",
    "lambdas": "lambda: " * 2_000 + "1",
    "powers": "a" + "**a" * 10_000,
    "elif": "if a: b\n" + "elif a: b\n" * 5_000,
    "indentation": "".join(" " * depth + "if a:\n" for depth in range(150)),
    "blocks": "".join(" " * depth + "for a in b:\n" for depth in range(30)) + " " * 30 + "pass",
    "functions": "".join(" " * depth + "def f():\n" for depth in range(90)) + " " * 90 + "pass",
    "comprehensions": "[a for a in " * 90 + "b" + "]" * 90,
    "f-strings": 'f"{' * 100 + "a" + '}"' * 100,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep(name):
    facts = stages(DEEP[name])
    sent(facts)
    assert facts.refusals or facts.totals["nodes"]
    for refusal in facts.refusals:
        assert refusal.error in ("SyntaxError", "IndentationError", "RecursionError", "MemoryError", "TokenError")
        assert refusal.message


def test_what_is_cut_is_counted():
    facts = stages("a = b + 1\n" * 8_000)
    assert facts.totals["tokens"] == 8_000 * 6 + 1
    assert facts.totals["nodes"] == 8_000 * 5 + 1
    assert facts.totals["uses"] == 16_000
    assert len(facts.tokens) == len(facts.nodes) == LIMIT
    if facts.generated is not None:
        assert facts.totals["generated"] > LIMIT
        assert sum(len(unit.instructions) for unit in facts.generated) == LIMIT
    if facts.optimised is not None:
        assert facts.totals["optimised"] > LIMIT
        assert len(facts.optimised[0].instructions) == LIMIT
    assert len(sent(facts)) < 20_000_000


def test_many_symbols_and_uses():
    facts = stages("\n".join(f"a{number} = b" for number in range(LIMIT + 10)))
    assert facts.totals["symbols"] == LIMIT + 11
    assert facts.totals["uses"] == 2 * (LIMIT + 10)
    assert len(facts.scopes[0].symbols) == LIMIT
    assert sum(len(symbol.uses) for symbol in facts.scopes[0].symbols) <= LIMIT


def test_many_scopes_are_not_compiled():
    facts = stages("lambda: a\n" * 6_000)
    assert facts.totals["scopes"] == len(facts.scopes) == 6_001
    assert facts.generated is None
    assert not facts.refusals
    assert any("6001 scopes" in notice for notice in facts.notices)


def test_many_functions_on_one_line():
    facts = stages(f"x = [{'lambda a: a, ' * 2_000}]")
    places = {symbol.uses for scope in facts.scopes[1:] for symbol in scope.symbols if symbol.name == "a"}
    assert len(places) == 2_000


def test_too_many_characters():
    facts = stages("#" * 1_000_001)
    assert not facts.lines
    assert not facts.nodes
    assert "1000001 characters" in facts.notices[0]


def test_lines_that_are_too_long_for_tokenize():
    facts = stages(f"x = {'a + ' * 20_000}a\ny = 1\n" if sys.version_info < (3, 11) else f"x = '{'a' * 60_000}'\n")
    assert not facts.tokens
    assert any("too long for tokenize" in notice for notice in facts.notices)
    assert facts.nodes or facts.refusals


def test_a_tree_that_is_too_deep_to_show_of_a_text_that_compiles(monkeypatch):
    def deep(*_):
        raise RecursionError("too deep")

    monkeypatch.setattr(codegen, "parsed_tree", deep)
    facts = stages("a = b\n")
    assert not facts.refusals
    assert not facts.nodes
    assert [symbol.name for symbol in facts.scopes[0].symbols] == ["a", "b"]
    assert any(notice.startswith("The stage tree cannot be shown here: RecursionError") for notice in facts.notices)
    assert any("could not be found in the source" in notice for notice in facts.notices)


def test_a_tokenize_that_stops_where_the_compiler_does_not(monkeypatch):
    def stop(*_):
        raise tokenize.TokenError("no more", (1, 0))
        yield

    monkeypatch.setattr(tokenize, "generate_tokens", stop)
    facts = stages("a = b\n")
    assert not facts.refusals
    assert facts.nodes
    assert any("tokenize stops here" in notice for notice in facts.notices)


def test_a_subclass_of_str_does_not_run():
    class Text(str):
        def __len__(self):
            raise AssertionError

        __str__ = __eq__ = __hash__ = __iter__ = replace = endswith = __len__

    assert [node.name for node in stages(Text("a = 1")).nodes] == ["Module", "Assign", "Name", "Constant"]


def test_the_state_of_warnings_is_left_alone():
    before = list(warnings.filters), warnings.showwarning
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        facts = stages("a = '\\d'\n1 is 1\n")
    assert not facts.refusals
    assert len(facts.warned) == 2
    assert (list(warnings.filters), warnings.showwarning) == before


def test_nothing_else_is_changed():
    modules, limit = set(sys.modules), sys.getrecursionlimit()
    stages("import antigravity, this\nx = 1\n")
    assert {name for name in set(sys.modules) - modules if "pymastery" not in name} <= {"encodings.idna"}
    assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize("text", ["a = '\ud800'; b = c", "# \udfff\nb = c", "'''\ud800\n'''; b = c"], ids=ascii)
def test_lone_surrogates(text):
    facts = stages(text)
    sent(facts)
    assert facts.refused in ("tokens", "tree")
    refusal = facts.refusals[-1]
    assert text_of(facts, refusal.span) == "\ufffd"
    assert [len(line) for line in facts.lines] == [len(line) for line in text.split("\n")]
    assert any("U+FFFD" in notice for notice in facts.notices)


STRANGE = {
    "a surrogate as an escape": "x = '\\ud800'",
    "a huge int": f"x = 0x{'f' * 50_000}",
    "a huge int in a tuple": f"def f(): return (0x{'f' * 5_000}, 1)",
    "a long string": f"x = '{'é' * 9_000}'",
    "null bytes": "a = 1\x00\nb",
    "a mark of the byte order": "\ufeffx = 1",
    "form feeds": "\x0cif a:\n\x0c  b\n\x0c\n  c",
    "carriage returns": "a\rb\r\rc",
    "tabs": "if a:\n\tb\n        c",
    "not a number": "x = 1e999 - 1e999j",
    "an astral name": "\U0001d518\U0001d52b = \U0001d518\U0001d52b",
    "combining marks": "é = 'é'",
    "separators": "x = 'a\u2028b'\ny = z",
    "a name that is long": "a" * 10_000,
    "no end": "x = 1",
    "a backslash at the end": "x = 1 \\",
    "only a backslash": "\\",
    "a form feed in a string": "'''\x0c\n\x0b''' + é",
    "numbers in words": "0x1for x in y",
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange(name):
    facts = stages(STRANGE[name])
    sent(facts)
    for span in (
        *(token.span for token in facts.tokens if token.text.strip()),
        *(node.span for node in facts.nodes if node.span),
        *(use for scope in facts.scopes for symbol in scope.symbols for use in symbol.uses),
    ):
        text_of(facts, span)
    for node in facts.nodes:
        assert len(node.detail) <= tree.DETAIL_LIMIT
        assert len(node.optimised) <= tree.DETAIL_LIMIT + 60


def test_columns_after_what_is_not_ascii():
    facts = stages("x = 'a\u2028b'; y = z\n")
    assert {text_of(facts, node.span) for node in facts.nodes if node.name == "Name"} == {"x", "y", "z"}
    uses = [use for symbol in facts.scopes[0].symbols for use in symbol.uses]
    assert {text_of(facts, use) for use in uses} == {"x", "y", "z"}


def test_facts_are_frozen():
    facts = stages("a = 1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        facts.nodes[0].name = "other"


def test_the_package_offers_its_facts():
    assert set(package.__all__) >= {"stages", "Stages", "Token", "Node", "Scope", "Symbol", "Emitted", "Refusal"}
    assert symbols.INLINED[0] == "comprehension iteration variable"
