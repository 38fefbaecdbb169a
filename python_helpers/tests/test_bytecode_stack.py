"""The depth of the stack that we say, against the interpreter's own stack pointer at every executed instruction.

Programs written for this, and library code in a process of its own. How the pointer is read stands in real_stack.
"""

import json
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import pytest
from real_stack import HERE, depth_of, prepared, readable, slots_before_stack, watching
from stack_compared import Said, compared
from stack_programs import TEXTS

TESTS = Path(__file__).parent


pytestmark = pytest.mark.skipif(not readable(), reason="this system gives no guarded read of memory")


def program(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of `return` in `finally`
        return prepared(compile(TEXTS[name], f"<{name}>", "exec", dont_inherit=True))


def run(name):
    """What was seen while a program ran."""
    code, space = program(name), {"__name__": name.replace(" ", "_")}
    with watching(lambda each: each.co_filename == f"<{name}>") as seen:
        exec(code, space)
        space["run"]()
    return seen


@pytest.mark.parametrize("name", TEXTS)
def test_depths_are_the_real_ones_at_every_executed_instruction(name):
    found = compared(run(name))
    assert found["wrong"] == []
    assert found["instructions"] > 50


def test_the_programs_reach_nearly_everything():
    total, opcodes = Counter(), set()
    for name in TEXTS:
        found = compared(run(name))
        total.update({key: value for key, value in found.items() if isinstance(value, int)})
        opcodes |= {*found["opcodes"]}
    assert total["instructions"] > 3500
    assert total["handlers"] > 30
    assert len(opcodes) > 90
    assert HERE > (3, 10) or total["blocks"] > 500


def test_the_same_in_code_of_the_library():
    command = [sys.executable, str(TESTS / "library_under_watch.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["codes"] > 1000
    assert found["instructions"] > 45_000
    assert len(found["opcodes"]) > 70
    assert HERE > (3, 10) or found["blocks"] > 1000


GENERATORS = """
def inner():
    for i in range(3):
        [i, {i: (yield i)}, (yield)]
def outer():
    x = [0, 1, (yield from inner()), [2, *((yield from inner()) or ())]]
async def waiting(what):
    for i in 1, 2:
        with open(0, closefd=False) as file:
            print(file, [await what, await what])
async def stream(what):
    yield [await what]
each = (x + y for x in range(3) for y in [1, 2] if x)
"""


class Wait:
    def __await__(self):
        yield
        yield


def suspended(space):
    """Frames of generators, coroutines and asynchronous generators, at each place where they wait."""
    for made in (space["inner"](), space["outer"](), space["each"]):
        yield made.gi_frame
        for _ in made:
            yield made.gi_frame
            if made.gi_yieldfrom:
                yield made.gi_yieldfrom.gi_frame
    waiting, stream = space["waiting"](Wait()), space["stream"](Wait())
    for made, frame in ((waiting, lambda: waiting.cr_frame), (stream.asend(None), lambda: stream.ag_frame)):
        yield frame()
        for _ in range(2):
            made.send(None)
            yield frame()
        made.close()


def test_what_is_suspended_has_its_depth_without_what_is_sent_into_it():
    space = {}
    exec(compile(GENERATORS, "<generators>", "exec"), space)
    names = Counter()
    for frame in suspended(space):
        code, offset = frame.f_code, frame.f_lasti
        said = Said(code)
        real = depth_of(frame, slots_before_stack(code) if HERE > (3, 10) else 0)
        if HERE >= (3, 13):
            assert real == said.depths[offset] - 1  # f_lasti is what comes next
        elif said.names.get(offset + 2) == "YIELD_FROM":
            assert real == said.depths[offset]  # it comes again: what is sent is pushed before it
        else:
            assert real == (said.after(offset) if offset >= 0 else said.depths[0]) - 1
        names[said.names.get(offset)] += 1
    assert sum(names.values()) >= 25
    assert len(names) >= 2


class Callers:
    """(name of the instruction, what its depth is) of every caller's frame whose depth is saved."""

    def __init__(self):
        self.found, self.said = Counter(), {}

    def look(self, frame):
        frame = frame.f_back
        while frame is not None and frame.f_code.co_filename.startswith("<"):
            said, variables = self.of(frame.f_code)
            real, offset = depth_of(frame, variables), said.around(frame.f_lasti)
            if real is not None and said.names[offset] != "LOAD_CONST":  # 3.10: before YIELD_FROM, see above
                words = {said.depths[offset]: "before", said.after(offset) - 1: "without the result"}
                self.found[said.names[offset], words.get(real, "other")] += 1
            frame = frame.f_back

    def of(self, code):
        if id(code) not in self.said:
            self.said[id(code)] = Said(code), slots_before_stack(code) if HERE > (3, 10) else 0, code
        return self.said[id(code)][:2]


@pytest.mark.parametrize("name", ["nested calls", "generators", "exceptions through frames", "classes", "statements"])
def test_a_caller_has_its_depth_before_the_call_or_after_it_without_the_result(name, monkeypatch):
    # 3.10 to 3.13 save it for calls that the same loop goes on with, 3.14 and later for calls into C too
    callers = Callers()
    monkeypatch.setattr("real_stack.Seen.at", lambda _, frame, offset: callers.look(frame))
    run(name)
    assert [key for key in callers.found if key[1] == "other"] == []
    counts = Counter()
    for (_, word), count in callers.found.items():
        counts[word] += count
    assert HERE < (3, 11) or counts["without the result"] > 5
    assert HERE < (3, 14) or counts["before"] > 5
