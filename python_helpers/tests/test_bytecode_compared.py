"""A comparison with what another interpreter recorded, what is sent of it, and what may be given."""

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import jsonschema
import pytest
from bytecode_payload import SCHEMA, column, validate
from comparison_subjects import CASES, COLUMNS, FUNCTIONS, RECORDED, SOURCE, check, facts, of, read, texts

import pymastery as pm
from pymastery.bytecode import inspector
from pymastery.bytecode.comparison import STATES, _lines, alignment, compare, recorded, static
from pymastery.bytecode.comparison.folded import ROWS, Fold, listed
from pymastery.bytecode.comparison.other import program_of
from pymastery.bytecode.comparison.payload import comparison_payload


def unique(code):
    """Opcode, text and position → index, of the instructions that are alone with theirs."""
    keys = list(zip(code.opnames, code.texts, code.positions, strict=True))
    count = Counter(keys)
    return {key: at for at, key in enumerate(keys) if key[2][0] and count[key] == 1}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("here", "there"), list(combinations(COLUMNS, 2)))
def test_recordings_of_two_interpreters_are_aligned_by_their_source(case, here, there):
    left, right = read(f"{case}.{here}"), read(f"{case}.{there}")
    comparison = check(compare(left, right))
    rows, missed, shorter = [], 0, 0
    for pair in comparison.pairs:
        if pair.left >= 0 and pair.right >= 0:
            ours, theirs = left.codes[pair.left], right.codes[pair.right]
            beside = {row.left: row.right for row in pair.rows if row.left >= 0 and row.right >= 0}
            rows += [(ours.positions[index][0], theirs.positions[other][0]) for index, other in beside.items()]
            shorter += min(len(ours.opnames), len(theirs.opnames))
            known = unique(theirs)
            missed += sum(key in known and beside.get(index) != known[key] for key, index in unique(ours).items())
    # what the compilers put in another order, or on another line
    assert missed <= 2
    assert sum(None not in lines and len({*lines}) > 1 for lines in rows) <= max(1, len(rows) // 20)
    assert len(rows) > shorter / 2


def test_another_interpreters_opcode_for_the_same_thing_stands_beside_it():
    comparison = compare(read("sum_of_squares.cp311"), read("sum_of_squares.cp314"))
    changed = list(zip(texts(comparison, "changed", "left"), texts(comparison, "changed", "right"), strict=True))
    assert ("LOAD_CONST 0", "LOAD_SMALL_INT 0") in changed
    assert ("LOAD_FAST numbers", "LOAD_FAST_BORROW numbers") in changed
    assert ("LOAD_FAST result", "LOAD_FAST_BORROW_LOAD_FAST_BORROW result, n") in changed
    assert texts(comparison, "left", "left") == ["LOAD_FAST n"]
    assert texts(comparison, "right", "right") == ["TO_BOOL", "NOT_TAKEN", "JUMP_BACKWARD", "END_FOR", "POP_ITER"]
    comparison = compare(read("sum_of_squares.cp310"), read("sum_of_squares.cp311"))
    assert ("BINARY_MULTIPLY", "BINARY_OP *") in zip(
        texts(comparison, "changed", "left"), texts(comparison, "changed", "right"), strict=True
    )


def test_a_context_manager_is_set_up_beside_what_sets_it_up():
    comparison = compare(read("with_block.cp310"), read("with_block.cp311"))
    changed = list(zip(texts(comparison, "changed", "left"), texts(comparison, "changed", "right"), strict=True))
    assert ("SETUP_WITH", "BEFORE_WITH") in changed


def test_lines_correspond_where_their_text_is_the_same():
    left, right = (
        program_of(facts(text)) for text in ("a()\n\nb = 1\nc()\nd()\nc()", "c()\nif a:\n    d()\ne = 1\nc()")
    )
    ours, theirs = _lines(left, right)
    assert [ours[line] for line in (4, 5, 6)] == [theirs[line] for line in (1, 3, 5)] == [0, 1, 2]
    assert {ours[1], ours[3], theirs[2], theirs[4]} == {alignment.UNLIKE}


def side(*instructions):
    """Opcode, text and line of each, all in one column."""
    opnames, words, lines = zip(*instructions, strict=True)
    return alignment.Side(opnames, words, lines, [None] * len(opnames))


def test_lines_that_do_not_correspond_keep_unequal_instructions_apart():
    names = ["LOAD_FAST", "POP_TOP"]
    one, other, unknown = side((0, 1, 0)), side((0, 2, alignment.UNLIKE)), side((0, 2, alignment.UNKNOWN))
    assert alignment.aligned([(one, other), (one, unknown), (one, side((0, 2, 1)))], names) == [[], [(0, 0)], []]
    # equal ones may have moved
    assert alignment.aligned([(one, side((0, 1, alignment.UNLIKE)))], names) == [[(0, 0)]]
    # opcodes of two kinds never stand beside each other
    assert alignment.aligned([(one, side((1, 1, 0)))], names) == [[]]


# --- what is sent and written ------------------------------------------------------------------------------


def test_the_payload_is_what_the_schema_says():
    for other in (SOURCE.replace("* 2", "* 3"), FUNCTIONS[0]):
        comparison = of(SOURCE, other)
        sent = json.loads(json.dumps(comparison_payload(comparison), allow_nan=False))
        jsonschema.Draft7Validator({**SCHEMA, "$ref": "#/definitions/Comparison"}).validate(sent)
        jsonschema.Draft7Validator({"$ref": "#/definitions/Comparison", "definitions": SCHEMA["definitions"]}).validate(
            sent
        )
        sizes = [len(pair.rows) for pair in comparison.pairs]
        assert column(sent["pairs"])[2::3] == sizes
        assert column(sent["rows"]) == [
            number
            for pair in comparison.pairs
            for row in pair.rows
            for number in (row.left, row.right, STATES.index(row.state))
        ]


def test_a_recorded_program_is_sent_as_it_was_recorded():
    record = json.loads((RECORDED / "closure.cp314.json").read_text(encoding="utf-8"))["payload"]
    sent = comparison_payload(compare(program_of(facts(SOURCE)), recorded.read(record)))
    assert sent["program"] == record["program"]
    assert sent["interpreter"] == record["interpreter"]


def test_the_text_has_two_columns_and_a_summary():
    text = static.plain(of("def f(a):\n    return a + 1", "def g(a):\n    return a - 1"))
    lines = text.splitlines()
    assert lines[0].startswith("Bytecode of source text, CPython ")
    assert ", beside source text, CPython " in lines[0]
    assert lines[1].endswith(" changed, 0 only here, 0 only there.")
    signs = {line.split("RETURN_VALUE")[1].split()[0] for line in lines if line.count("RETURN_VALUE") == 2}
    assert signs == {"="}
    assert len({line.index(" | ") for line in lines if " | " in line}) == 1


def test_the_html_says_the_same_and_escapes():
    comparison = of("def f(a):\n    return a < '<script>'", "def f(a):\n    return a > '<script>'")
    page = static.html(comparison)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.count("~ changed") == comparison.count("changed") == 1
    assert static.summary(comparison) in page


def test_what_a_terminal_would_obey_is_shown_as_escapes():
    code = (lambda: evil).__code__  # noqa: F821
    other = code.replace(co_names=("a\nb\x1b[2J",), co_name="x\ny")
    text = static.plain(of(code, other))
    assert "\x1b" not in text
    assert "a\\nb\\x1b[2J" in text


LONG = "v1 = v1 + 1\n" * 600


def listed_signs(text):
    """The signs of the rows that are listed, folds left out."""
    lines = [line for line in text.split("\n\n")[1].split("\n")[1:] if "equal instruction" not in line]
    return "".join(re.findall(r" ([=~<>])(?=  +|$)", line)[0] for line in lines)


@pytest.mark.parametrize("place", [0, len(LONG) // 2, len(LONG)])
def test_what_differs_is_listed_wherever_it_is_and_what_is_equal_around_it_is_folded(place):
    comparison = check(of(LONG, LONG[:place] + "print(1)\n" + LONG[place:]))
    text, page = static.plain(comparison), static.html(comparison)
    differ, total = comparison.count("right"), len(comparison.pairs[0].rows)
    assert comparison.count("same") + differ == total
    assert differ > 3
    signs = listed_signs(text)
    assert signs.count(">") == page.count("&gt; only there") == differ
    before, after = re.fullmatch("(=*)>+(=*)", signs).groups()
    assert max(len(before), len(after)) <= 24
    assert min(len(before), len(after)) >= (4 if place == len(LONG) // 2 else 0)
    folded = [int(number) for number in re.findall(r"… (\d+) equal instructions … =", text)]
    assert sum(folded) + len(signs) == total
    assert f"{len(signs)} of {total} rows are listed; all others are the same on both sides." in text
    assert f"{len(signs)} of {total} rows are listed; all others are the same on both sides." in page


def test_what_is_short_is_listed_whole():
    comparison = of("a = b\n" * 10, "a = b\n" * 10 + "a = c")
    assert "equal instructions" not in static.plain(comparison)
    assert "rows are listed" not in static.plain(comparison)


def test_pairs_that_differ_come_before_those_that_do_not():
    text = "".join(f"def f{number}(): return a + {number}.5\n" for number in range(500))
    comparison = check(of(text, text.replace("499.5", "498.5")))
    parts = listed(comparison)
    assert sum(max(1, len(part.rows)) for part in parts) <= ROWS
    assert [part.pair.left for part in parts] == sorted(part.pair.left for part in parts)
    assert 500 in {part.pair.left for part in parts}
    assert "f499: " in static.plain(comparison)
    assert static.plain(comparison).count("~") == 1 + 1  # and once where the signs are told


def test_where_more_differs_than_is_listed_that_is_told():
    text = "def f(x):\n" + " x += 1\n" * 2_000
    comparison = of(text, text.replace("1", "2") + "def g(): pass\n")
    *_, cut, pairs = static.plain(comparison).split("\n")
    total = sum(len(pair.rows) for pair in comparison.pairs)
    differ = total - comparison.count("same")
    rows = [row for part in listed(comparison) for row in part.rows if not isinstance(row, Fold)]
    told = sum(row.state != "same" for row in rows)
    assert told > 100
    assert cut == f"{len(rows)} of {total} rows are listed; {differ - told} of the others differ."
    assert pairs == "1 pair of code objects is not listed at all."
    assert static.html(comparison).count("<tr>") <= ROWS + len(comparison.pairs)


def test_a_program_that_is_cut_says_how_much_is_compared(monkeypatch):
    monkeypatch.setattr(inspector, "LIMIT", 50)
    comparison = of(LONG, "a = 1")
    total = comparison.left.facts.total
    assert f"50 of {total} instructions of source text are compared." in static.plain(comparison)


def test_what_was_made_of_a_program_is_told_after_the_comparison():
    def f(a):
        return a + 1

    film, staged = pm.bytecode(f).after(9, 1), pm.stages("a = 60 * 60")
    for view, words in ((film, "What ran"), (staged, "Stages of compiling")):
        compared = view.compare("a = 1")
        text, page = str(compared), compared._repr_mimebundle_()["text/html"]
        assert text.startswith(static.plain(compared.comparison))
        assert text.count(words) == 1
        assert text.index("What these opcodes do") > text.index(words)
        assert page.startswith('<div class="pymastery-bytecode">' + static.html(compared.comparison))
        assert all(notice in text for notice in view._shown.notices)
    told = film.compare("a = 1")._repr_mimebundle_()["text/html"]
    assert "What ran of a fresh copy of" in told
    assert "1 Tokens" in staged.compare("a = 1")._repr_mimebundle_()["text/html"]


def test_what_a_recording_says_of_itself_is_made_safe_for_a_terminal():
    record = json.loads((RECORDED / "closure.cp314.json").read_text(encoding="utf-8"))["payload"]
    evil = "a\n\x1b[2Jb"
    for key in ("subject", "notices"):
        record[key] = evil if key == "subject" else [evil]
    record["interpreter"]["python"] = "3.14\x1b"
    text = static.plain(compare(program_of(facts(SOURCE)), recorded.read(record)))
    assert "\x1b" not in text
    assert text.split("\n")[0].endswith("beside a\\n\\x1b[2Jb, CPython 3.14\\x1b")
    assert "a\\n\\x1b[2Jb" in text.split("\n")


# --- what may be given -------------------------------------------------------------------------------------


def test_a_view_a_function_and_source_text_may_be_given():
    def f(a):
        return a

    view = pm.bytecode(f)
    for other in (view, f, f.__code__):
        comparison = of(f, other)
        assert comparison.count("same") == len(view.instructions)
    assert of(f, "a = 1").right.subject == "source text"


def test_a_view_is_compared_as_a_whole(tmp_path):
    def f(a):
        return a + 1

    def g(a):
        return a - 1

    view = pm.bytecode(f).compare(g)
    assert view.comparison.count("changed") == 1
    assert validate(view)["comparison"]["subject"] == pm.bytecode(g).payload["subject"]
    listing, told = str(view).split("\n\nWhat these opcodes do\n")
    assert listing == static.plain(view.comparison)
    assert "BINARY_" in told
    # what was saved of it is the program here, whatever it was compared with
    again = pm.bytecode(f).compare(view.save(tmp_path / "f.json"))
    assert again.comparison.count("same") == len(view.instructions)


def test_a_view_without_a_program_is_refused():
    view = pm.stages("def f(:")
    with pytest.raises(ValueError, match="does not compile"):
        of(SOURCE, view)


def test_nothing_of_a_learners_class_runs():
    class Evil:
        def __getattribute__(self, name):
            raise SystemExit("ran")

        __eq__ = __hash__ = __fspath__ = __str__ = __instancecheck__ = __getattribute__

    class Path_(type(Path())):
        def is_file(self):
            raise SystemExit("ran")

    for other in (Evil(), Path_("f.json"), 3, None):
        with pytest.raises(TypeError, match="no bytecode"):
            of(test_nothing_of_a_learners_class_runs, other)


def test_two_jumps_read_the_same_where_they_lead_to_one_row_alone():
    def total(numbers):
        for number in numbers:
            if number % 2:
                continue
            print(number)

    def product(numbers, limit):
        for number in numbers:
            if number % 2:
                continue
            if number > limit:
                continue
            print(number)

    comparison = pm.bytecode(total).compare(product).comparison
    seen = 0
    for pair, part in zip(comparison.pairs, listed(comparison), strict=True):
        here, there = comparison.left.codes[pair.left].targets, comparison.right.codes[pair.right].targets
        row_of = {(side, index): place for place, row in enumerate(pair.rows) for side, index in enumerate(row[:2])}
        for row, (left, _, right) in zip(pair.rows, static.rows(comparison, part), strict=True):
            if row.left in here and row.right in there:
                one = row_of[0, here[row.left]] == row_of[1, there[row.right]]
                assert (left.name.split(" to ")[-1] == right.name.split(" to ")[-1]) == one
                seen += not one
    assert seen
