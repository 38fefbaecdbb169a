"""Two programs side by side: what stands beside what, what is called the same, and what that costs."""

import dis
from itertools import pairwise

import pytest
from comparison_subjects import FUNCTIONS, JUMPS, SOURCE, check, count, facts, of, texts

from pymastery.bytecode.comparison import STATES, alignment, pair_codes
from pymastery.bytecode.comparison.alignment import cut, pieces, rising
from pymastery.bytecode.comparison.other import program_of


def test_a_function_beside_itself_is_all_the_same():
    assert len(FUNCTIONS) > 180
    for function in FUNCTIONS:
        comparison = check(of(function, function))
        total = sum(len(code.opnames) for code in comparison.left.codes)
        assert count(comparison) == (total, 0, 0, 0), function


def test_any_two_functions_have_every_instruction_once_and_in_order():
    for function, other in pairwise(FUNCTIONS):
        comparison = check(of(function, other))
        assert [comparison.pairs[0].left, comparison.pairs[0].right] == [0, 0]
        turned = check(of(other, function))
        assert turned.count("left") - turned.count("right") == comparison.count("right") - comparison.count("left")


def test_opcodes_and_texts_are_what_dis_says():
    for function in FUNCTIONS[::5]:
        code = program_of(facts(function)).codes[0]
        for at, theirs in enumerate(dis.get_instructions(function)):
            words = "" if theirs.opcode in JUMPS else theirs.argrepr or ("" if theirs.arg is None else str(theirs.arg))
            assert code.opnames[at] == theirs.opname
            assert code.offsets[at] == theirs.offset
            if len(words) < 60:
                if words.startswith("<code object"):
                    words = words.partition(" at 0x")[0] + ">"
                assert code.texts[at] == words


def test_what_is_compared_twice_comes_out_the_same():
    for function, other in pairwise(FUNCTIONS[:40]):
        assert of(function, other).pairs == of(function, other).pairs


# --- an edited copy ----------------------------------------------------------------------------------------


def edited(old, new):
    assert SOURCE.count(old) >= 1
    return check(of(SOURCE, SOURCE.replace(old, new)))


def test_a_changed_constant_is_one_row():
    comparison = edited("* 2", "* 3")
    assert count(comparison)[1:] == (1, 0, 0)
    assert [
        text.split()[1] for text in (*texts(comparison, "changed", "left"), *texts(comparison, "changed", "right"))
    ] == ["2", "3"]


def test_another_operator_is_one_row():
    comparison = edited("item * 2", "item / 2")
    assert count(comparison)[1:] == (1, 0, 0)
    assert texts(comparison, "changed", "left") in (["BINARY_OP *"], ["BINARY_MULTIPLY"])
    assert texts(comparison, "changed", "right") in (["BINARY_OP /"], ["BINARY_TRUE_DIVIDE"])


def test_a_comparison_in_place_of_a_calculation_is_one_row():
    comparison = check(of("def f(a, b):\n    return a + b", "def f(a, b):\n    return a < b"))
    assert count(comparison)[1:] == (1, 0, 0)
    assert texts(comparison, "changed", "right") == ["COMPARE_OP <"]


def test_a_renamed_variable_changes_the_rows_that_name_it_and_no_others():
    comparison = edited("total", "result")
    named = [
        text for state in STATES for text in texts(comparison, state, "left") if state != "right" and "total" in text
    ]
    assert texts(comparison, "changed", "left") == named
    assert [text.replace("result", "total") for text in texts(comparison, "changed", "right")] == named
    assert count(comparison)[2:] == (0, 0)


@pytest.mark.parametrize(
    ("after", "line"),
    [
        ("    total = 0\n", "    count = 7\n"),
        ("    total = 0\n", "    total = 0\n"),
        ("    for item in items:\n", "        print(item)\n"),
        ("            total -= 1\n", "            total -= 1\n"),
    ],
)
def test_an_inserted_line_is_only_there_and_all_else_is_the_same(after, line):
    comparison = edited(after, after + line)
    assert comparison.count("left") == 0
    number = SOURCE[: SOURCE.index(after)].count("\n") + 2
    places = [
        comparison.right.codes[pair.right].positions[row.right][0]
        for pair in comparison.pairs
        for row in pair.rows
        if row.state == "right"
    ]
    assert comparison.count("changed") == 0
    # the same line twice: either of the two is the new one
    assert {*places} <= ({number} if after != line else {number, number - 1})
    assert len(places) > 1


def test_a_removed_line_is_only_here():
    comparison = check(of(SOURCE.replace("    total = 0\n", "    total = 0\n    print(limit)\n"), SOURCE))
    assert comparison.count("changed") == comparison.count("right") == 0
    assert {text.split()[0] for text in texts(comparison, "left", "left")} >= {"POP_TOP"}


def test_lines_that_moved_down_still_stand_beside_theirs():
    comparison = check(of(SOURCE, "import sys\n\n\n" + SOURCE))
    inner = [row.state for pair in comparison.pairs[1:] for row in pair.rows]
    assert inner == ["same"] * len(inner)


def test_a_jump_whose_target_is_no_more_beside_its_target_is_changed():
    left = "def f(a):\n    while a:\n        a -= 1\n    return a"
    right = "def f(a):\n    while a:\n        a -= 1\n    print(a)\n    return a"
    comparison = check(of(left, right))
    assert comparison.count("left") == 0
    assert any("JUMP" in text for text in texts(comparison, "changed", "left"))


def test_without_a_source_instructions_alone_decide():
    function, other = (
        compile(source, "nowhere", "exec").co_consts[0] for source in (SOURCE, SOURCE.replace("* 2", "* 3"))
    )
    comparison = check(of(function, other))
    assert not comparison.left.lines
    assert count(comparison)[1:] == (1, 0, 0)


# --- which code object stands beside which -----------------------------------------------------------------


def pairs(left, right):
    comparison = check(of(left, right))
    names = []
    for pair in comparison.pairs:
        codes = [
            program.codes[place].name if place >= 0 else "-"
            for program, place in ((comparison.left, pair.left), (comparison.right, pair.right))
        ]
        names.append(tuple(codes))
    return names


def defs(*names):
    return "\n".join(f"def {name}(): return {name!r}" for name in names)


def test_functions_stand_beside_those_of_their_name():
    module = ("<module>", "<module>")
    assert pairs(defs("a", "b", "c"), defs("a", "c")) == [module, ("a", "a"), ("b", "-"), ("c", "c")]
    assert pairs(defs("a", "c"), defs("a", "b", "c", "d")) == [module, ("a", "a"), ("-", "b"), ("c", "c"), ("-", "d")]
    assert pairs(defs("a", "b"), defs("b", "a")) == [module, ("a", "a"), ("b", "b")]
    assert pairs(defs("a", "b"), defs("c", "d", "e")) == [
        module,
        ("a", "-"),
        ("b", "-"),
        ("-", "c"),
        ("-", "d"),
        ("-", "e"),
    ]


def test_the_only_two_that_are_left_are_one_that_was_renamed():
    assert pairs(defs("a", "b"), defs("a", "c"))[1:] == [("a", "a"), ("b", "c")]
    assert pairs("a = lambda: 1", "def a(): return 1")[1:] == [("<lambda>", "-"), ("-", "a")]


def test_of_one_name_equal_ones_stand_beside_each_other():
    left, right = "a = lambda: 1\nb = lambda: 2", "c = lambda: 0\na = lambda: 1\nb = lambda: 2"
    comparison = check(of(left, right))
    assert [(pair.left, pair.right) for pair in comparison.pairs] == [(0, 0), (-1, 1), (1, 2), (2, 3)]


def test_inner_functions_stand_with_their_outer_ones():
    left = "def a():\n    def x(): pass\ndef b():\n    def x(): pass\n    def y(): pass"
    right = "def b():\n    def y(): pass\n    def x(): pass"
    assert pairs(left, right)[1:] == [("a", "-"), ("x", "-"), ("b", "b"), ("x", "x"), ("y", "y")]


def test_a_class_has_its_methods_side_by_side():
    class Left:
        def one(self):
            return 1

        def two(self):
            return 2

    class Right:
        def two(self):
            return 2

        def three(self):
            return 3

    # 3.14: a class has an __annotate__ only where there are annotations
    assert pairs(Left, Right) in ([("one", "three"), ("two", "two")],)


def test_a_deep_nesting_is_no_recursion():
    codes = program_of(facts("x = 1")).codes
    deep = [codes[0]] + [type(codes[0])(**{**vars(codes[0]), "level": level}) for level in range(1, 5_000)]
    assert list(pair_codes(deep, deep)) == [(at, at) for at in range(5_000)]


# --- what it costs -----------------------------------------------------------------------------------------


def looked_at(monkeypatch, left, right):
    """How many pairs of instructions a comparison holds against each other."""
    seen = []
    kept = pieces

    def counted(gap, width):
        for piece in kept(gap, width):
            seen.append((piece[1] - piece[0]) * (piece[3] - piece[2]))
            yield piece

    monkeypatch.setattr(alignment, "pieces", counted)
    check(of(left, right))
    return sum(seen)


def test_equal_programs_are_not_held_against_each_other(monkeypatch):
    text = "def f(x):\n" + " x += 1\n x = x * 2\n" * 2_000
    assert looked_at(monkeypatch, text, text) == 0
    assert looked_at(monkeypatch, text, text.replace("* 2", "* 3", 1)) < 100


def test_the_work_is_bounded(monkeypatch):
    monkeypatch.setattr(alignment, "CELLS", 50_000)
    repeated = "def f(x):\n" + " x += 1\n x = x * 2\n" * 800
    other = repeated.replace("x", "y").replace("* 2", "- 3")
    assert 0 < looked_at(monkeypatch, repeated, other) <= 55_000
    numbered = "def f(x):\n" + "".join(f" v{at} = v{at - 1} + {at}\n" for at in range(1, 1_500))
    assert 0 < looked_at(monkeypatch, numbered, numbered.replace("v", "w")) <= 55_000


def test_pieces_cover_a_gap():
    for gap, width in (((0, 10, 5, 25), 4), ((3, 4, 0, 1000), 4), ((0, 700, 0, 700), 16), ((0, 5, 0, 5), 100)):
        parts = list(pieces(gap, width))
        assert parts[0][::2] == gap[::2]
        assert parts[-1][1::2] == gap[1::2]
        assert all(one[1::2] == other[::2] for one, other in pairwise(parts))


def test_rising():
    assert rising([]) == []
    assert [second for _, second in rising(enumerate([3, 0, 4, 1, 2, 9, 5]))] == [0, 1, 2, 5]


def test_cut_pairs_ends_and_what_is_unique():
    found = []
    left, right = "abXcYd", "abZYcWXd"
    gaps = list(cut((0, 6, 0, 8), left, right, [True] * 6, found))
    assert all(left[here] == right[there] for here, there in found)
    assert {(0, 0), (1, 1), (5, 7)} <= {*found}
    assert all(start < end and start2 < end2 for start, end, start2, end2 in gaps)
