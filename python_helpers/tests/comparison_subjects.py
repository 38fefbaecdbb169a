"""What the tests of a comparison compare, and the check that holds for each."""

import dis
import json
import types
from pathlib import Path

from pymastery.bytecode.comparison import STATES, recorded
from pymastery.bytecode.comparison.other import compared
from pymastery.bytecode.inspector import disassemble
from pymastery.bytecode.subject import resolve

RECORDED = Path(__file__).parent / "recorded" / "bytecode"
CASES = [
    path.name.partition(".")[0]
    for path in sorted(RECORDED.glob("*.cp311.json"))
    if json.loads(path.read_text(encoding="utf-8"))["payload"]["program"]  # none of a text that does not compile
]
COLUMNS = ("cp310", "cp311", "cp312", "cp313", "cp314", "cp315")
MODULES = ("argparse", "ast", "difflib", "json.decoder", "statistics", "tarfile", "textwrap", "typing")
JUMPS = set(dis.hasjrel) | set(dis.hasjabs)

SOURCE = """\
def f(items, limit):
    total = 0
    for item in items:
        if item < limit:
            total += item * 2
        else:
            total -= 1
    return [total, lambda: total]
"""


def facts(subject):
    return disassemble(resolve(subject))


def of(left, right):
    return compared(facts(left), right)


def count(comparison):
    return tuple(comparison.count(state) for state in STATES)


def texts(comparison, state, side):
    """The instructions of the rows in a state, on one side: "BINARY_OP *"."""
    program = getattr(comparison, side)
    found = []
    for pair in comparison.pairs:
        for row in pair.rows:
            if row.state == state:
                code = program.codes[getattr(pair, side)]
                index = getattr(row, side)
                found.append(f"{code.opnames[index]} {code.texts[index]}".rstrip())
    return found


def check(comparison):
    """Every code object and instruction of both is there once, in order, and its state is what its sides say."""
    for side in ("left", "right"):
        codes = getattr(comparison, side).codes
        places = [getattr(pair, side) for pair in comparison.pairs]
        assert sorted(place for place in places if place >= 0) == list(range(len(codes)))
        for pair in comparison.pairs:
            indexes = [getattr(row, side) for row in pair.rows]
            size = len(codes[getattr(pair, side)].opnames) if getattr(pair, side) >= 0 else 0
            assert [index for index in indexes if index >= 0] == list(range(size))
    for pair in comparison.pairs:
        beside = {row.left: row.right for row in pair.rows if row.left >= 0}
        for row in pair.rows:
            assert row.left >= 0 or row.right >= 0
            alone = "left" if row.right < 0 else "right" if row.left < 0 else None
            assert (alone or row.state) == row.state
            if not alone:
                ours, theirs = comparison.left.codes[pair.left], comparison.right.codes[pair.right]
                assert row.state == ("same" if same(ours, row.left, theirs, row.right, beside) else "changed")
    return comparison


def same(ours, index, theirs, other, beside):
    words = [(code.opnames[at], code.texts[at]) for code, at in ((ours, index), (theirs, other))]
    if words[0] != words[1] or (index in ours.targets) != (other in theirs.targets):
        return False
    return index not in ours.targets or beside[ours.targets[index]] == theirs.targets[other]


def functions():
    """About 200 functions of the standard library, in the order of their modules."""
    found = []
    for name in MODULES:
        module = __import__(name, fromlist=["_"])
        members = [value for _, value in sorted(vars(module).items()) if getattr(value, "__module__", "") == name]
        for member in members:
            inner = (
                [member]
                if isinstance(member, types.FunctionType)
                else list(vars(member).values())
                if isinstance(member, type)
                else []
            )
            found += [each for each in inner if isinstance(each, types.FunctionType)]
    return found[::3][:200]


FUNCTIONS = functions()


def read(name):
    return recorded.read(json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["payload"])
