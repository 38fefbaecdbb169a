"""The depth of the stack before each instruction and the graph it comes from: the whole standard library.

How it is looked through, and in which process, stands in library_depths.
"""

import json
import subprocess
import sys
import sysconfig
from collections import Counter
from pathlib import Path

import pytest
from bytecode_walk import HERE

TESTS = Path(__file__).parent
LIBRARY = Path(sysconfig.get_path("stdlib"))


@pytest.fixture(scope="module")
def library():
    command = [sys.executable, str(TESTS / "library_depths.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_there_is_a_library(library):
    assert library["counts"]["codes"] > 15_000
    assert library["counts"]["instructions"] > 750_000


@pytest.mark.parametrize(
    "property_",
    [
        *("reach", "depths", "joins", "entries", "partition", "no way into the middle", "no way out of the middle"),
        *("one handler a block", "no block for nothing", "edges"),
    ],
)
def test_of_every_code_object(library, property_):
    assert library["wrong"][property_] == []


def test_a_handler_keeps_no_more_than_there_is(library):
    # 3.15 guards the end of a generator expression as it guards its loop: nothing there can raise
    allowed = {"LOAD_COMMON_CONSTANT", "RETURN_VALUE"} if HERE >= (3, 15) else set()
    assert [place for place, name in library["shallow"] if name not in allowed or "<genexpr>" not in place] == []


REASONS = {
    (3, 10): set(),
    (3, 11): {"dead handler"},
    (3, 12): {"dead handler"},
    (3, 13): {"dead handler", "never less than 1"},
}
"""What happens by version, where the library's own tests are installed: handlers of what cannot raise are there."""


def test_the_greatest_depth_is_the_stack_size_or_there_is_a_reason(library):
    assert [place for place, why in library["other_size"] if not why] == []
    found = Counter(why for _, why in library["other_size"])
    if HERE in REASONS and (LIBRARY / "test" / "test_grammar.py").exists():
        assert set(found) == REASONS[HERE]
    else:
        assert set(found) <= {"dead handler", "never less than 1"}
