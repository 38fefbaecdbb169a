"""Whatever an answer does, the notebook goes on."""

import builtins
import os
import sys
import threading
from pathlib import Path

import pytest

from pymastery.checks import Behaviour, Exercise, Finding, for_all, judge
from pymastery.checks.guard import PRINTED, Guard

SHORT = 0.2


def loops():
    while True:
        pass


def swallows():
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


@pytest.mark.parametrize("answer", [loops, swallows])
def test_a_loop_without_end_is_ended(answer):
    assert Guard(SHORT).call(answer).timed_out


def test_a_loop_in_another_thread_is_ended_too():
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(Guard(SHORT).call(loops)))
    thread.start()
    thread.join()
    assert outcomes[0].timed_out


def test_a_blocking_call_is_ended():
    assert Guard(SHORT).call(threading.Event().wait).timed_out


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(0), GeneratorExit(), RecursionError()])
def test_exceptions_are_caught(error):
    def answer():
        raise error

    assert Guard().call(answer).raised is error


def test_an_interrupt_passes_through():
    def answer():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Guard().call(answer)


def test_an_exception_is_named_without_asking_it():
    class Hostile(Exception):
        def __str__(self):
            raise SystemExit

        __repr__ = __str__

    def answer():
        raise Hostile(Hostile())

    assert Guard().call(answer).words() == "no answer: Hostile left your function"


def test_prints_are_kept_within_bounds():
    guard = Guard()
    guard.call(lambda: print("x" * 1_000_000))
    guard.call(lambda: print("y", file=sys.stderr))
    assert guard.printed.startswith("x" * PRINTED)
    assert "998,003 more characters" in guard.printed
    assert len(guard.printed) < PRINTED + 60


def test_what_is_replaced_is_put_back():
    before = sys.stdout, Path.cwd(), builtins.len, sys.getrecursionlimit()

    def answer():
        sys.stdout = None
        os.chdir("/")
        builtins.len = None
        builtins.my_own = 1
        sys.setrecursionlimit(500)
        sys.settrace(lambda *args: None)

    trace = sys.gettrace()
    Guard().call(answer)
    assert (sys.stdout, Path.cwd(), builtins.len, sys.getrecursionlimit()) == before
    assert not hasattr(builtins, "my_own")
    assert sys.gettrace() is trace


def test_a_changed_argument_is_noticed():
    assert Guard().call(lambda first, items: items.append(1), 1, []).changed == 1
    assert Guard().call(lambda items: None, [[]]).changed is None


def test_a_set_whose_copy_has_another_order_is_not_changed():
    items = set(range(100))
    for number in range(100):
        if number not in (9, 16):
            items.discard(number)
    assert list(set(items)) == list(items)[::-1]
    assert Guard().call(lambda items: None, items).changed is None
    assert Guard().call(lambda items: items.clear(), items).changed == 0


def exercise(check):
    return Exercise("toy", "Toy", (Behaviour("one", "One.", check), Behaviour("two", "Two.", check)), {"odd": "Odd."})


def halves(trial, number):
    outcome = trial.call(trial.answer, number)
    if outcome.value == number / 2:
        return None
    return Finding(str(number), str(number / 2), outcome.words(), "odd")


CHECK = for_all(lambda random: [0, 2, 97], halves, lambda number: range(number))


def test_the_smallest_failure_is_found():
    report = judge(exercise(CHECK), lambda number: number // 2)
    assert report.results[0].finding.example == "1"
    assert report.hint == "Odd."
    assert not report.passed


def test_a_time_out_ends_the_whole_check():
    report = judge(exercise(CHECK), lambda number: loops(), seconds=SHORT)
    assert [result.status for result in report.results] == ["failed", "not-run"]
    assert "never ends" in report.hint


def test_the_same_answer_meets_the_same_inputs():
    seen = []
    check = for_all(lambda random: [random.random()], lambda trial, item: seen.append(item))
    judge(exercise(check), len)
    judge(exercise(check), len)
    assert seen[:2] == seen[2:]
    assert seen[0] != seen[1]


def test_a_deleted_working_folder_is_no_error(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert Guard(SHORT).call(lambda: 5).value == 5


def test_a_printed_surrogate_can_be_sent():
    guard = Guard(SHORT)
    guard.call(print, "\ud800")
    assert guard.printed == "\\ud800\n"
