"""What became of each instruction: every one is told of once, and what is the same is so by dis, too."""

import dis
import sys
from collections import Counter

import pytest
from stage_subjects import MODULES, source

from pymastery.bytecode.compiler.staged import staged
from pymastery.bytecode.subject import visit
from pymastery.cpython import codegen, opcodes

needs = pytest.mark.skipif(sys.version_info < (3, 12), reason="no compiler_codegen")
NESTED = sys.version_info >= (3, 13)

TEXT = """\
def f(a):
    x = a
    def g(): return x
    return g, lambda: 1, lambda: 2
try:
    f()
except E as e:
    b()
finally:
    h = lambda: 3
c()
"""


def assembled(compiled):
    """Opcode names of each code object, EXTENDED_ARG included."""
    return [[opcodes.name_of(op) for op in each.ops] for each in compiled.codes]


def names_of(facts, stage, final):
    units = getattr(facts, stage, None)
    return final if stage == "final" else [[each.name for each in unit.instructions] for unit in units]


@needs
@pytest.mark.parametrize("text", [TEXT, *MODULES[::7]], ids=lambda text: text.split("\n")[0])
def test_every_instruction_is_in_one_row(text):
    _, facts, compiled = staged(source(text) if text in MODULES else text)
    final = assembled(compiled)
    reached = Counter()
    for step in facts.steps:
        before, after = (names_of(facts, stage, final) for stage in (step.before, step.after))
        for pair in step.pairs:
            reached[step.after, pair.right] += 1
            lefts = [row.left for row in pair.rows if row.left >= 0]
            rights = [row.right for row in pair.rows if row.right >= 0]
            assert lefts == list(range(len(before[pair.left])))
            assert sorted(rights) == list(range(len(after[pair.right])))
            for row in pair.rows:
                assert {"left": row.right, "right": row.left}.get(row.state, -1) == -1
                if row.state == "same":
                    assert before[pair.left][row.left] == after[pair.right][row.right]
    assert set(reached.values()) == {1}


@needs
def test_units_become_the_code_objects_of_their_names():
    _, facts, compiled = staged(TEXT)
    codes = [code for code, _ in visit((compiled.codes[0].code,))]
    told = [(unit.name, codes[unit.code].co_name) for unit in facts.generated if unit.code >= 0]
    assert all(name == other for name, other in told)
    assert {unit.code for unit in facts.generated} == (set(range(len(codes))) if NESTED else {0})
    # the lambda in `finally` is compiled a time for each way out, and they become one code object
    if NESTED:
        assert Counter(unit.code for unit in facts.generated if unit.line == 10).most_common(1)[0][1] > 1


@pytest.mark.skipif(not NESTED, reason="no optimize_cfg")
def test_what_is_moved_to_the_end_is_the_same():
    _, facts, _ = staged("try:\n    a()\nexcept E:\n    b()\nc()\n")
    (pair,) = next(step.pairs for step in facts.steps if step.after == "optimised")
    rights = [row.right for row in pair.rows if row.state == "same"]
    assert rights != sorted(rights)
    names = {facts.generated[0].instructions[row.left].text for row in pair.rows if row.state == "left"}
    assert not {"a", "b", "c"} & names


@pytest.mark.skipif(sys.version_info < (3, 14), reason="constants are computed in the tree")
def test_a_power_that_is_computed():
    _, facts, _ = staged("x = 2 ** 10\n")
    (pair,) = facts.steps[0].pairs
    before, after = facts.generated[0].instructions, facts.optimised[0].instructions
    gone = [before[row.left].text for row in pair.rows if row.left >= 0 and row.state != "same"]
    new = [after[row.right].text for row in pair.rows if row.right >= 0 and row.state != "same"]
    assert {"2", "10", "**"} <= set(gone)
    assert "1024" in new


def test_where_nothing_is_seen_before_there_are_no_steps(monkeypatch):
    monkeypatch.setattr(codegen, "unavailable", lambda: "no")
    _, facts, _ = staged(TEXT)
    assert facts.steps == ()
    assert staged("return 1")[1].steps == ()


@needs
def test_operands_are_those_of_dis():
    _, facts, _ = staged(TEXT)
    operands = {each.name: each.operand for unit in facts.generated for each in unit.instructions}
    for name, operand in operands.items():
        op = dis.opmap.get(name, -1)
        if 0 <= op < 256:
            assert operand == opcodes.operand(op)
    assert operands["SETUP_FINALLY"] == "jump"
    assert operands["POP_BLOCK"] == "none"
    assert operands.get("LOAD_CLOSURE", "cell") == "cell"
