"""What a film says happened is what was read; how its calls are given; what its text keeps."""

import inspect
import itertools
import sys

import pytest
from film_subjects import HERE, add, check, outcomes, sentences, specialising

import pymastery as pm
from pymastery.bytecode.film import film

# --- what is said is what was read -----------------------------------------------------------------


class Left:
    def __init__(self):
        self.value = 1


class Right:
    def __init__(self):
        self.value = 2


@pytest.mark.skipif(HERE < (3, 12), reason="3.11 goes back to the generic form first")
def test_a_form_that_comes_to_expect_another_class_is_an_event():
    made = check(film(lambda obj: obj.value, [(Left(),)] * 20 + [(Right(),)] * 150))
    [said] = [each for each in sentences(made, "LOAD_ATTR") if "now" in each]
    assert "expects type Right" in said
    assert "before: " in said
    assert "type Left" in said


@specialising
def test_a_guard_that_fails_from_now_on_is_an_event():
    def read(obj, change=False):
        if change:
            Left.another = 1
        return obj.value

    made = check(film(read, [(Left(),)] * 20 + [(Left(), True)] + [(Left(),)] * 3))
    del Left.another
    assert any("expected type Left" in each and "no class has it now" in each for each in sentences(made, "LOAD_ATTR"))


@pytest.mark.skipif(HERE < (3, 12), reason="3.11 has no instrumented instructions")
def test_a_tool_that_comes_and_goes_in_one_call_is_no_miss():
    def inner(number):
        return number

    def outer(watch):
        if watch:
            sys.setprofile(lambda *_: None)
        for number in range(3):
            inner(number)
        sys.setprofile(None)

    made = check(film(outer, [(False,)] * 20 + [(True,)] + [(False,)] * 3))
    assert sentences(made, "CALL")
    assert not [each for each in sentences(made, "") if "had missed" in each]


@specialising
def test_misses_are_counted_only_where_the_counter_says_so():
    def loop(values):
        total = None
        for value in values:
            total = value + value
        return total

    made = check(film(loop, [([1] * 20,), ([1.5] * 60 + ["a"] * 60,)]))
    assert not [each for each in sentences(made, "BINARY_OP") if "had missed" in each]


# --- how the calls are given -----------------------------------------------------------------------


def by_name(one, *, two=2):
    return one + two


def test_arguments_are_given_by_name_too():
    bound = inspect.signature(by_name).bind(1, two=5)
    made = check(film(by_name, [bound, 7, (8,)]))
    assert [column.arguments for column in made.columns[1:]] == ["(1, two=5)", "(7)", "(8)"]
    assert outcomes(made) == ["returned 6", "returned 9", "returned 10"]
    after = pm.bytecode(by_name).after(3, 1, two=5).film
    assert after.columns[-1].outcome == "returned 6"


def test_calls_without_end_come_to_one():
    made = check(film(add, itertools.repeat((1, 2)), limit=1_000))
    assert made.columns[-1].last == 1_000
    assert "1,000 calls were run; more were asked for." in made.notices


@pytest.mark.parametrize("calls", ["3", None, 2.5, True])
def test_the_number_of_calls_comes_first(calls):
    with pytest.raises(TypeError, match="give the number of calls first"):
        pm.bytecode(add).after(calls)


# --- as text ---------------------------------------------------------------------------------------


@specialising
def test_an_event_says_which_instruction_it_happened_to():
    def outer(value):
        return [value + each for each in (lambda: [value * 2])()]

    view = pm.specialise(outer, [1] * 20)
    listing = view.codes
    for event in view.film.events:
        code = listing[event.code]
        where = f"{code.qualname} " if event.code else ""
        line = f"call {event.call}, offset {where}{code.offsets[event.instruction]}: {event.sentence}"
        assert line in str(view)


@specialising
def test_what_is_left_out_of_the_text_is_said():
    namespace = {}
    exec("def long(a):\n" + "    a = a + 1\n" * 500 + "    return a\n", namespace)
    view = pm.specialise(namespace["long"], [1] * 20)
    assert "400 of " in str(view)
    assert "400 of " in view._repr_mimebundle_()["text/html"]


def test_a_message_breaks_no_line_of_the_text():
    def fail():
        raise ValueError("a\nb\x1b[31m")

    view = pm.specialise(fail, [()])
    assert view.film.columns[-1].outcome == "raised ValueError: a\\nb\\x1b[31m"
    assert "\x1b" not in str(view)


@specialising
def test_calls_that_missed_are_not_said_to_have_run_the_form():
    made = check(film(add, [(1, 2)] * 10 + [(1.5, 2.5)] * 5 + [(1, 2)] * 5))
    states = {}
    for change in made.changes:
        if change.cell.opname == "BINARY_OP_ADD_INT":
            column = made.columns[change.column]
            states[column.first, column.last] = (change.cell.state, change.cell.phrases[0])
    assert states[11, 15] == ("missed", "5 misses in this column: BINARY_OP ran instead")
    assert states[16, 19][0] == "specialised"
    assert (20, 20) not in states or states[20, 20][0] == "specialised"


@specialising
def test_a_form_that_does_the_next_instructions_work_says_so():
    def text(times):
        found = ""
        for _ in range(times):
            found += "a"
        return len(found)

    made = check(film(text, [(20,)] * 20))
    phrases = {change.cell.opname: change.cell.phrases for change in made.changes}
    joins = "does the work of the instruction after it too"
    assert (joins in phrases["BINARY_OP_INPLACE_ADD_UNICODE"]) == (HERE <= (3, 14))
    if HERE == (3, 11):
        assert joins in phrases["PRECALL_NO_KW_LEN"]
