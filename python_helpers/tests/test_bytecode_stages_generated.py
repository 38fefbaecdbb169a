"""Instructions before they are assembled: against the compiler's own code object, and never a guess."""

import dis
import importlib.util
import re
import subprocess
import sys
import types

import pytest
from stage_subjects import MODULES, read, text_of

from pymastery.bytecode.compiler import LIMIT, stages
from pymastery.bytecode.texts import constant_text
from pymastery.cpython import codegen

AVAILABLE = sys.version_info >= (3, 12)
NESTED = sys.version_info >= (3, 13)
needs = pytest.mark.skipif(not AVAILABLE, reason="no compiler_codegen")


@pytest.fixture(scope="module", params=MODULES)
def module(request):
    return read(request.param)


def codes_of(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from codes_of(const)


def test_where_it_cannot_be_seen_a_notice_says_why():
    facts = stages("x = 1\n")
    assert (facts.generated is not None) == AVAILABLE
    assert (facts.optimised is not None) == NESTED
    if not AVAILABLE:
        assert any("_testinternalcapi.compiler_codegen" in notice for notice in facts.notices)
    elif not NESTED:
        assert any("loses the handlers" in notice for notice in facts.notices)
        nested = stages("def f(): pass\n")
        assert len(nested.generated) == 1
        assert any("Before optimisation, this" in notice for notice in nested.notices)
    else:
        assert not any("outermost code object alone" in notice for notice in facts.notices)
        nested = stages("def f(): pass\n")
        assert any("After optimisation, before" in notice for notice in nested.notices)


def test_nothing_of_it_is_left_in_this_process():
    stages("x = 1\n")
    assert "_testinternalcapi" not in sys.modules


@needs
def test_spans_are_in_the_source(module):
    _, facts = module
    for unit in (*facts.generated, *(facts.optimised or ())):
        for instruction in unit.instructions:
            if instruction.span is not None:
                text_of(facts, instruction.span)
                assert instruction.span[:2] <= instruction.span[2:]


@needs
def test_every_place_of_the_code_object_is_there_before(module):
    text, facts = module
    if facts.totals["generated"] > LIMIT or not text.isascii():
        pytest.skip("cut off, or columns are bytes")
    before = {instruction.span for unit in facts.generated for instruction in unit.instructions}
    codes = codes_of(compile(text, "", "exec", dont_inherit=True))
    for code in list(codes) if NESTED else [next(codes)]:
        for line, end_line, column, end_column in code.co_positions():
            # what the compiler adds to a class has a line alone
            assert not line or column is None or (line, column, end_line, end_column) in before


@needs
def test_targets_are_labelled(module):
    _, facts = module
    for unit in (*facts.generated, *(facts.optimised or ())):
        labels = {item.label: index for index, item in enumerate(unit.instructions) if item.label}
        assert list(labels) == [f"L{number}" for number in range(1, len(labels) + 1)]
        for item in unit.instructions:
            if item.target in labels:
                assert labels[item.target] == item.arg
            if item.name == "FOR_ITER":
                assert unit.instructions[item.arg].name == "END_FOR"
            if item.name in ("SETUP_FINALLY", "SETUP_WITH", "JUMP", "POP_JUMP_IF_FALSE"):
                assert item.target in labels or facts.totals["generated"] > LIMIT


LOADS = ("LOAD_CONST", "LOAD_SMALL_INT", "LOAD_COMMON_CONSTANT", "RETURN_CONST")


def final(text, facts):
    """(name of the code object, instruction, span) of what has a place in the source, where `facts` have it too."""
    codes = codes_of(compile(text, "", "exec", dont_inherit=True))
    for code in list(codes) if NESTED else [next(codes)]:
        for item in dis.get_instructions(code):
            at = item.positions
            if at.lineno and at.col_offset is not None:
                yield code.co_name, item, (at.lineno, at.col_offset, at.end_lineno, at.end_col_offset)


def before(facts):
    """(name of the code object, span) → instructions."""
    found = {}
    for unit in facts.generated:
        for item in unit.instructions:
            if item.span:
                found.setdefault((unit.name, item.span), []).append(item)
    return found


@needs
def test_names_are_those_of_the_code_object(module):
    """An instruction and the final one of the same place name the same variable or attribute."""
    text, facts = module
    if facts.totals["generated"] > LIMIT or not text.isascii():
        pytest.skip("cut off, or columns are bytes")
    ours, checked = before(facts), 0
    for name, item, span in final(text, facts):
        # what the compiler adds, such as __classcell__, is where the instruction before it is
        if type(item.argval) is not str or item.opname in LOADS:
            continue
        if re.search(rf"\b{re.escape(item.argval)}$", text_of(facts, span)):
            words = {re.sub(r"^NULL.* \+ | \+ [^ ]+$", "", other.text) for other in ours[name, span]}
            assert item.argval in words, (name, item, words)
            checked += 1
    assert checked


@needs
def test_constants_are_those_of_the_code_object(module):
    """Where a place loads one constant before and after, it is the same one."""
    text, facts = module
    if facts.totals["generated"] > LIMIT or not text.isascii():
        pytest.skip("cut off, or columns are bytes")
    ours, theirs, checked = before(facts), {}, 0
    for name, item, span in final(text, facts):
        if item.opname in LOADS:
            theirs.setdefault((name, span), set()).add(constant_text(item.argval))
    for place, texts in theirs.items():
        known = {item.text for item in ours[place] if item.name == "LOAD_CONST"}
        # a set's order is that of the process
        if len(known) == len(texts) == 1 and known != {""} and "frozenset" not in str(known):
            checked += 1
            assert known == texts, place
    assert checked


ACTIONS = re.compile("(LOAD|STORE|DELETE|BINARY|UNARY|IMPORT|BUILD|CALL|RETURN|MAKE|SET|COMPARE|CONTAINS|IS)_")
ASSEMBLED = {"LOAD_CLOSURE": "LOAD_FAST", "STORE_FAST_MAYBE_NULL": "STORE_FAST", "MAKE_CELL": ""}


def acts(items):
    """(name, span) of what is the same before and after the assembly, in its order."""
    names = ((ASSEMBLED.get(name, name).replace("_BORROW", ""), span) for name, span in items)
    return [(name, span) for name, span in names if ACTIONS.match(name) and not name.startswith("SETUP")]


@pytest.mark.skipif(not NESTED, reason="no optimize_cfg")
def test_what_is_optimised_is_what_is_assembled(module):
    text, facts = module
    if facts.totals["optimised"] > LIMIT or not text.isascii():
        pytest.skip("cut off, or columns are bytes")
    (unit,) = facts.optimised
    code = compile(text, "", "exec", dont_inherit=True)
    theirs = []
    for item in dis.get_instructions(code):
        at = item.positions
        span = (at.lineno, at.col_offset, at.end_lineno, at.end_col_offset)
        theirs.append((item.opname, span if at.lineno and at.col_offset is not None else None))
    assert acts((item.name, item.span) for item in unit.instructions) == acts(theirs)
    texts = [item.text for item in unit.instructions if item.name == "LOAD_CONST"]
    assert all(texts)


@needs
def test_a_power_is_there_before_it_is_folded():
    facts = stages("x = 2 ** 10\n")
    before = [(item.name, item.text) for item in facts.generated[0].instructions]
    if sys.version_info >= (3, 14):
        assert ("BINARY_OP", "**") in before
        assert ("LOAD_CONST", "1024") not in before
        after = facts.optimised[0].instructions
        assert [item.text for item in after if item.span == (1, 4, 1, 11)] == ["1024"]
        assert "BINARY_OP" not in {item.name for item in after}
    else:
        assert ("LOAD_CONST", "1024") in before
        assert "BINARY_OP" not in {name for name, _ in before}


def test_the_code_object_of_the_same_text_has_it_folded():
    code = compile("x = 2 ** 10\n", "", "exec")
    assert not [item for item in dis.get_instructions(code) if item.opname.startswith("BINARY_")]
    assert 1024 in code.co_consts


@needs
def test_units_are_the_code_objects():
    facts = stages("def f(a):\n def g(): return a\n return g\nclass C:\n x = lambda: 'q'\n")
    if not NESTED:
        assert [unit.name for unit in facts.generated] == ["<module>"]
        return
    tree = [(facts.generated[unit.parent].name if unit.parent >= 0 else "", unit.name) for unit in facts.generated]
    assert [pair for pair in tree if "__annotate__" not in pair] == [
        *[("", "<module>"), ("<module>", "f"), ("f", "g"), ("<module>", "C"), ("C", "<lambda>")],
    ]
    assert [unit.line for unit in facts.generated if unit.name != "__annotate__"] == [0, 1, 2, 4, 5]
    texts = {unit.name: {item.text for item in unit.instructions} for unit in facts.generated}
    assert "'q'" in texts["<lambda>"]
    assert "<code object g>" in texts["f"]
    assert "a" in texts["g"]


@pytest.mark.skipif(not NESTED, reason="no nested sequences")
def test_code_that_is_never_reached_and_code_that_is_made_twice():
    facts = stages("try: pass\nfinally:\n f = lambda: 1\ndef g():\n return\n h = lambda: 2\n")
    names = [unit.name for unit in facts.generated]
    assert names.count("<lambda>") >= 2
    # the code object of the lambda after `return` is nowhere to be read: its name is not made up
    unreached = [unit for unit in facts.generated if unit.line == 6]
    assert [(unit.name, {item.text for item in unit.instructions} >= {"2"}) for unit in unreached] == [("", True)]


@needs
def test_modes():
    assert stages("a + 1", mode="eval").generated[0].instructions[-1].name == "RETURN_VALUE"
    names = {item.name for item in stages("a + 1\n", mode="single").generated[0].instructions}
    assert names & {"CALL_INTRINSIC_1"}


@needs
@pytest.mark.parametrize(
    "value",
    [
        "0.0",
        "0j",
        "b'a'",
        "True",
        "1",
        "1.0",
        "(1, (2.0, b'1'))",
        "'1'",
        "None",
        "Ellipsis",
        "0xFFFF_FFFF_FFFF",
        "'\\ud800'",
    ],
)
def test_constants_of_every_kind(value):
    facts = stages(
        f"x = [1, True, 1.0, b'1', '1', 0.0, 0j], {{1, 2.0}}, -0.0\ny = {value.replace('Ellipsis', '...')}\n"
    )
    instructions = (facts.optimised or facts.generated)[0].instructions
    end = next(index for index, item in enumerate(instructions) if item.text == "y")
    assert instructions[end - 1].text == constant_text(eval(value))


def test_an_interpreter_without_the_module(monkeypatch):
    monkeypatch.setitem(sys.modules, "_testinternalcapi", None)
    monkeypatch.setattr(codegen, "unavailable", codegen.unavailable.__wrapped__)
    assert any("compiler_codegen" in notice for notice in stages("x = 1").notices)
    monkeypatch.setattr(codegen, "unavailable", lambda: None)
    monkeypatch.setattr(codegen, "_ask", lambda *_: ((sys.version, None), ()))
    assert any("compiler_codegen" in notice for notice in stages("x = 1").notices)


@pytest.mark.parametrize("answers", [((), ()), (("another python", None), ()), "no"], ids=str)
def test_a_process_that_does_not_answer(monkeypatch, answers):
    monkeypatch.setattr(codegen, "unavailable", lambda: None)
    monkeypatch.setattr(codegen, "_ask", lambda *_: answers)
    facts = stages("x = 1")
    assert facts.generated is None
    assert facts.nodes
    assert facts.scopes


def test_a_process_that_cannot_start(monkeypatch, tmp_path):
    monkeypatch.setattr(codegen, "unavailable", lambda: None)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python-of-nobody"))
    assert any("no second" in notice for notice in stages("x = 1").notices)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert any("does not say which python" in notice for notice in stages("x = 1").notices)


def test_a_process_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(codegen, "unavailable", lambda: None)
    monkeypatch.setattr(codegen, "SECONDS", 0.000_001)
    assert stages("x = 1").generated is None


@needs
def test_it_does_not_import_from_the_learners_folder(tmp_path, monkeypatch):
    marker = tmp_path / "ran"
    for name in ("_testinternalcapi", "opcode", "marshal"):
        (tmp_path / f"{name}.py").write_text(f"open({str(marker)!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert stages("x = 1").generated is not None
    assert not marker.exists()


@needs
def test_constants_that_the_metadata_lacks(monkeypatch):
    """Without a table of constants, a text is where a literal is, and empty elsewhere."""
    ask = codegen._ask

    def without(*request):
        first, _ = ask(*request)
        return (first[0], (*first[1][:2], None)), ()

    monkeypatch.setattr(codegen, "_ask", without)
    facts = stages("x = 'a'\ny = None\nf(a=1)\n")
    texts = [item.text for item in facts.generated[0].instructions if item.name == "LOAD_CONST"]
    assert texts[:2] == ["'a'", "None"]
    assert "1" in texts
    assert facts.optimised is None


@needs
def test_the_module_is_what_the_interpreter_has():
    asked = subprocess.run(
        [sys.executable, "-I", "-c", "import _testinternalcapi as t; print(hasattr(t, 'compiler_codegen'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == "True"
    assert importlib.util.find_spec("_testinternalcapi") is not None
