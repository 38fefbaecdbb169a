"""The stages as a payload and as text: read back they are the facts, and no text breaks either."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from itertools import islice

import jsonschema
import pytest
from bytecode_payload import SCHEMA, column
from stage_subjects import MODULES, read

from pymastery.bytecode.comparison import STATES, Pair, Row
from pymastery.bytecode.compiler import LIMIT, stages, static
from pymastery.bytecode.compiler import payload as limits
from pymastery.bytecode.compiler.facts import (
    Emitted,
    Instruction,
    Node,
    Refusal,
    Scope,
    Stages,
    Step,
    Symbol,
    Token,
    Warned,
)
from pymastery.bytecode.compiler.payload import stages_payload
from pymastery.bytecode.compiler.staged import staged
from pymastery.bytecode.payload import program

STAGES = jsonschema.Draft7Validator({**SCHEMA["definitions"]["Stages"], "definitions": SCHEMA["definitions"]})
VALUES, CHARACTERS = 250_000, 8_000_000
"""What a viewer takes: LIMITS in src/contract/decode.ts."""

TEXT = """\
def counter(start):
    count = start
    def step(by=1):
        nonlocal count
        count += by * 2 ** 10
        return [count * each for each in range(by)]
    return step

if not counter is 5: print("é\\n", '''two
lines''')
"""


def sent(facts):
    """A payload as a file would hold it, once the schema has found nothing wrong with it."""
    payload = json.loads(json.dumps(stages_payload(facts), allow_nan=False))
    STAGES.validate(payload)
    return payload


# --- a decoder of its own --------------------------------------------------------------------------------------


def spans(text):
    numbers = column(text)
    assert len(numbers) % 4 == 0
    groups = list(zip(*[iter(numbers)] * 4, strict=True))
    return [group if group[0] else None for group in groups]


def span(text):
    (only,) = spans(text)
    return only


def rows(table, texts, fields):
    """The rows of columns: those of `fields` are indexes into the texts."""
    columns = [[texts[index] for index in column(table[name])] for name in fields]
    return list(zip(*columns, spans(table["span"]), strict=True))


def decoded(payload):
    """The facts that a payload was made of, filename and notices aside."""
    texts = payload["texts"]
    assert texts[0] == ""
    assert len(set(texts)) == len(texts)
    return Stages(
        "",
        payload["mode"],
        tuple(payload["lines"]),
        tokens=tuple(Token(*row) for row in rows(payload["tokens"], texts, ("kind", "text"))),
        nodes=nodes(payload["nodes"], texts),
        scopes=scopes(payload["scopes"]),
        generated=emitted(payload["generated"], texts, payload["operands"]),
        optimised=emitted(payload["optimised"], texts, payload["operands"]),
        steps=tuple(steps(step) for step in payload["steps"]),
        refusals=tuple(
            Refusal(each["stage"], each["error"], each["message"], each["line"], span(each["span"]))
            for each in payload["refusals"]
        ),
        warned=tuple(Warned(**each) for each in payload["warned"]),
    )


def nodes(table, texts):
    depths, found = [], []
    parts = rows(table, texts, ("field", "name", "detail", "optimised"))
    for parent, (field, name, detail, optimised, place) in zip(column(table["parent"]), parts, strict=True):
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
        found.append(Node(parent, depths[-1], field, name, detail, place, optimised))
    return tuple(found)


def scopes(table):
    depths, found = [], []
    for each in table:
        parent = each["parent"]
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
        symbols = tuple(
            Symbol(symbol["name"], tuple(symbol["words"]), tuple(spans(symbol["uses"]))) for symbol in each["symbols"]
        )
        found.append(Scope(parent, depths[-1], each["kind"], each["name"], each["line"], span(each["span"]), symbols))
    return tuple(found)


def steps(step):
    rows = iter(zip(*[iter(column(step["rows"]))] * 3, strict=True))
    pairs = zip(*[iter(column(step["pairs"]))] * 3, strict=True)
    found = []
    for left, right, count in pairs:
        found.append(Pair(left, right, tuple(Row(*row[:2], STATES[row[2]]) for row in islice(rows, count))))
    assert not list(rows)
    return Step(step["before"], step["after"], tuple(found))


def emitted(units, texts, operands):
    if units is None:
        return None
    return tuple(
        Emitted(
            unit["parent"],
            unit["name"],
            unit["line"],
            -1,  # what it becomes is sent as steps
            tuple(
                Instruction(name, None if arg < 0 else arg, operands[name], text, label, target, place)
                for arg, (name, text, label, target, place) in zip(
                    column(unit["arg"]), rows(unit, texts, ("opcode", "text", "label", "target")), strict=True
                )
            ),
        )
        for unit in units
    )


def same(payload, facts):
    found = decoded(payload)
    for name in ("mode", "lines", "tokens", "nodes", "scopes", "steps", "refusals", "warned"):
        assert getattr(found, name) == getattr(facts, name), name
    for name in ("generated", "optimised"):
        units = getattr(facts, name)
        assert getattr(found, name) == (units and tuple(replace(unit, code=-1) for unit in units)), name


# --- the payload ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES[::5])
def test_what_is_sent_are_the_facts(module):
    text, _ = read(module)
    _, facts, _ = staged(text)
    same(sent(facts), facts)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        "\n",
        "x",
        "total = = 3",
        "s = 'abc",
        "def f(a, a): pass",
        "return 1",
        "x = 5 +",
        "é = '\U0001d552'\n",
        "\x0c",
    ],
    ids=ascii,
)
def test_any_text_is_sent_as_it_is(text):
    facts = stages(text)
    payload = sent(facts)
    same(payload, facts)
    assert payload["totals"].get("tokens", 0) == facts.totals.get("tokens", 0)
    assert set(payload["totals"]) <= {"tokens", "nodes", "scopes", "symbols", "uses", "generated", "optimised"}


def size(value):
    """Values and characters, as a viewer counts them."""
    values = characters = 0
    pending = [value]
    while pending:
        each = pending.pop()
        values += 1
        if isinstance(each, str):
            characters += len(each.encode("utf-16-le", "surrogatepass")) // 2
        elif isinstance(each, dict):
            pending += each.values()
        elif isinstance(each, list):
            pending += each
    return values, characters


HUGE = {
    "names": "\n".join(f"n{number:05d} = m{number:05d}" for number in range(30_000)),
    "scopes": f"x = [{','.join('lambda a, b, c: a + b' for _ in range(6_000))}]",
    "strings": "\n".join(f"x = '\\x{number % 256:02x}{'é' * 30}{number}'" for number in range(18_000)),
    "one line": f"x = [{','.join(map(str, range(60_000)))}]",
    "lines": "\n" * 60_000,
    "deep": f"x = {'-' * 3_000}1",
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_is_within_what_a_viewer_takes(name):
    _, facts, compiled = staged(HUGE[name])
    payload = sent(facts)
    whole = {"program": program(compiled) if compiled else None, "stages": payload}
    values, characters = size(whole)
    assert values < VALUES
    assert characters < CHARACTERS
    assert len(payload["lines"]) <= limits.SENT_LINES
    found = decoded(payload)
    assert len(found.scopes) == min(len(facts.scopes), limits.SENT_SCOPES)
    assert sum(len(scope.symbols) for scope in found.scopes) <= limits.SENT_SYMBOLS
    last = len(payload["lines"]) + 1
    assert all(token.span is None or token.span[2] <= last for token in found.tokens)
    assert len("\n".join(static.plain(facts))) < 400_000


# --- the text forms ---------------------------------------------------------------------------------------------


def plain(facts):
    return "\n".join(static.plain(facts))


def html(facts):
    return "".join(static.html(facts))


class Elements(HTMLParser):
    """The names of the elements of HTML, and its text."""

    def __init__(self, markup):
        super().__init__()
        self.names, self.said = set(), []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)

    def handle_data(self, data):
        self.said.append(data)


def test_every_stage_is_told_of():
    facts = stages(TEXT)
    for said in (plain(facts), " ".join(Elements(html(facts)).said)):
        assert "NAME counter" in said
        assert "body[0]=FunctionDef name='counter'" in said.replace("\u00a0", " ")
        assert "free, nonlocal, assigned" in said
        assert ("4 Instructions before optimisation" in said) == (facts.generated is not None)
        assert ("5 Instructions after optimisation" in said) == (facts.optimised is not None)
        assert "SyntaxWarning" in said
    assert "at line 9" in plain(facts)


def test_what_the_tree_optimiser_does_is_told():
    facts = stages("x = 2 ** 10")
    assert ("optimised to Constant value=1024" in plain(facts)) == any(node.optimised for node in facts.nodes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "total = = 3",
            ("refused by the parser at line 1: SyntaxError: invalid syntax", "total = = 3\n" + " " * 14 + "^"),
        ),
        ("def f(a, a): pass", ("refused by the symbol table at line 1", "not reached: instructions")),
        ("return 1", ("refused by the code generator", "3 Scopes")),
        ("if x:\n  a\n b\n", ("refused by tokenize", "not reached: symbol table, instructions")),
    ],
)
def test_a_refusal_comes_first(text, said):
    told = plain(stages(text))
    assert told.splitlines()[1].startswith("  refused by")
    for part in said:
        assert part in told
    assert "refused by" in html(stages(text))


def test_texts_are_bounded():
    facts = stages("\n".join(f"x = f({number})" for number in range(2_000)) + "\ny = " + "z + " * 200 + "z\n")
    told = plain(facts)
    assert f"1 Tokens: the first 2800 of {facts.totals['tokens']}\n" in told
    assert f"2 Nodes of the tree: the first 400 of {facts.totals['nodes']}\n" in told
    assert told.count("\n") < 2_200
    wide = "\n".join(static.plain(stages(f"x = {'z + ' * 200}z\n")))
    assert "and 344 more" in wide
    deep = stages(f"x = {'-' * 90}1")
    assert max(map(len, static.plain(deep))) < 1_000


def test_what_is_cut_is_said_with_the_true_total():
    count = LIMIT // 2 + 50
    told = plain(stages("\n".join(f"n{number} = 1" for number in range(count))))
    assert f"1 Tokens: the first 1600 of {4 * count + 1}\n" in told
    assert f"2 Nodes of the tree: the first 400 of {3 * count + 1}\n" in told
    assert f"3 Scopes: 1, the first 399 of {count} names\n" in told
    used = plain(stages("x\n" * (LIMIT + 5)))
    assert f"3 Scopes: 1, the first {LIMIT} of {LIMIT + 5} places of names\n" in used
    warned = stages("".join(f"{number} is 1\n" for number in range(500)))
    for said in (plain(warned), html(warned)):
        assert "the first 400 of 500 warnings" in said
    few = plain(stages("x = 1"))
    assert "the first" not in few
    assert "1 Tokens: 5\n" in few


def test_scopes_are_told_of_inside_each_other():
    told = plain(stages("def a():\n def b(): x\ndef c():\n def b(): y\n")).splitlines()
    start = next(at for at, line in enumerate(told) if line.startswith("3 Scopes: "))
    names = [line for line in told[start:] if "function" in line]
    assert names == [
        *("    function a, line 1", "      function b, line 2"),
        *("    function c, line 3", "      function b, line 4"),
    ]


EVIL = (
    "<script>alert(1)</script>",
    "x = '<img src=x onerror=alert(1)>'  # </code></td><b>",
    "def f():\n  '''<b>''' & <i>",
    "a = '\ud800'",
    "\x00<b>",
    "é = '\u202e\u2066'",
    "x = '\x1b[31m'",
    "class A:\n  __x = 1\n  def __y(self, __z): return self.__x",
)


@pytest.mark.parametrize("text", EVIL, ids=ascii)
def test_hostile_texts(text):
    facts = stages(text)
    payload = sent(facts)
    same(payload, facts)
    json.dumps(payload).encode("ascii")
    markup = html(facts)
    markup.encode("utf-8")
    assert Elements(markup).names <= {
        *("p", "strong", "pre", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "code")
    }
    told = plain(facts)
    assert "\x1b" not in told
    assert "\x00" not in told
