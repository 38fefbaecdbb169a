"""Walks over the whole standard library and prints what was found as JSON: for a process of its own.

Every .py file below the running interpreter's library, its test package too where that is installed, is
compiled and not imported. What we say of a code object is compared with a walk written from `dis` alone
(bytecode_walk). Of its own, because this uses up what the interpreter has once in a process: 3.11 gives a
function a version of 16 bits when it specialises, and tests that watch that need some.
"""

from __future__ import annotations

import json
import sys
import sysconfig
import types
import warnings
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from bytecode_walk import HERE, effect, follow, walk  # noqa: E402

from pymastery.bytecode.blocks import blocks  # noqa: E402
from pymastery.bytecode.facts import EDGE_KINDS  # noqa: E402
from pymastery.bytecode.units import split  # noqa: E402

LIBRARY = Path(sysconfig.get_path("stdlib"))
ELSEWHERE = {"site-packages", "dist-packages"}


def code_objects():
    """Every code object of the library, with the place it is at."""
    for file in sorted(LIBRARY.rglob("*.py")):
        if ELSEWHERE & {*file.relative_to(LIBRARY).parts}:
            continue
        try:
            root = compile(file.read_bytes(), str(file), "exec", dont_inherit=True)
        except (OSError, SyntaxError, ValueError):  # wrong on purpose, or a link to nowhere
            continue
        pending = [root]
        for code in pending:
            pending += [const for const in code.co_consts if isinstance(const, types.CodeType)]
            yield code, f"{file.relative_to(LIBRARY)}:{code.co_firstlineno} {code.co_name}"


@dataclass
class Survey:
    """What was found in the library: how much, and by property what was wrong."""

    counts: Counter = field(default_factory=Counter)
    wrong: dict = field(default_factory=dict)
    other_size: list = field(default_factory=list)
    shallow: list = field(default_factory=list)

    def note(self, place, code):
        theirs, ours = walk(code), blocks(code, split(code.co_code))
        self.counts.update(codes=1, instructions=len(theirs.items), blocks=len(ours.starts), edges=len(ours.edges) // 3)
        depths = [-1 if depth is None else depth for depth in theirs.depths]
        self.counts["unreachable"] += depths.count(-1)
        found = {
            "reach": [depth >= 0 for depth in ours.depths] == [depth >= 0 for depth in depths],
            "depths": list(ours.depths) == depths,
            "joins": not theirs.disagreements,
            "entries": HERE >= (3, 11) or list(ours.exceptions) == theirs.entries(),
            **graph(theirs, ours),
        }
        for name, right in found.items():
            self.wrong.setdefault(name, [])
            if not right:
                self.wrong[name].append(place)
        self.shallow += [(place, theirs.items[index].name) for index in theirs.shallow]
        if max(depths) != code.co_stacksize:
            self.other_size.append((place, reason(code, theirs)))


def graph(theirs, ours):
    """Whether the blocks are a partition that no way enters in the middle, and the edges are all the ways."""
    starts, count = list(ours.starts), len(theirs.items)
    ends = [*starts[1:], count]
    leaving = [theirs.ways(index) for index in range(count)]
    targets = {target for ways in leaving for target, kind in ways if kind not in ("next", "not taken")}
    handlers = {guard[0] for guard in theirs.guards if guard}
    bounds = {bound for entry in theirs.entries() for bound in entry[:2]}
    after = {end + 1 for end, ways in enumerate(leaving) if [kind for _, kind in ways] != ["next"]}
    begins = set(starts)
    edges = []
    for block, (start, end) in enumerate(zip(starts, ends, strict=True)):
        edges += [(block, bisect_right(starts, target) - 1, kind) for target, kind in leaving[end - 1]]
        if theirs.guards[start]:
            edges.append((block, bisect_right(starts, theirs.guards[start][0]) - 1, "exception"))
    said = zip(*[iter(ours.edges)] * 3, strict=True)
    return {
        "partition": starts[0] == 0 and all(start < end for start, end in zip(starts, ends, strict=True)),
        "no way into the middle": targets | handlers <= begins,
        "no way out of the middle": after - {count} <= begins,
        "one handler a block": bounds - {count} <= begins,
        "no block for nothing": begins <= {0} | targets | handlers | after | bounds,
        "edges": sorted((start, end, EDGE_KINDS[kind]) for start, end, kind in said) == sorted(edges),
    }


# --- why the depth never is co_stacksize ---------------------------------------------------------------


def dead_depths(theirs):
    """Depths in code that control cannot reach, where it was a handler when the compiler counted.

    The compiler counts first and then drops what cannot raise, and with it the way to the handler. A handler
    begins with PUSH_EXC_INFO, and the cleanup that guards it keeps what lies there before: the exception
    included. What else is dead is the end of `except E as name`, which goes on to code whose depth is known.
    """
    before = list(theirs.depths)
    for index, item in enumerate(theirs.items):
        if theirs.depths[index] is None:
            depth = theirs.guards[index][1] if item.name == "PUSH_EXC_INFO" else depth_that_fits(theirs, index)
            follow(theirs, [(index, depth, ())])
    assert not theirs.disagreements
    return [depth for depth, live in zip(theirs.depths, before, strict=True) if live is None]


def depth_that_fits(theirs, index):
    """The depth with which the code from here on comes to where the depth is known."""
    grown = 0
    while theirs.depths[index] is None:
        item = theirs.items[index]
        if item.name == "RERAISE":  # of what lies on top of what is kept: lasti and the exception
            return theirs.guards[index][1] + 2 - grown
        (after, kind), *_ = theirs.ways(index)
        grown += effect(item.op, item.arg, kind not in ("next", "not taken"))
        index = after
    return theirs.depths[index] - grown


def reason(code, theirs):
    """Why the depth never is co_stacksize; "" where there is no reason."""
    live = [depth for depth in theirs.depths if depth is not None]
    if max(live) == 0 and code.co_stacksize == 1 and code.replace(co_stacksize=0).co_stacksize == 1:
        return "never less than 1"
    dead = dead_depths(theirs) if None in theirs.depths else []
    return "dead handler" if dead and max(live) < max(dead) == code.co_stacksize else ""


def main():
    survey = Survey()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of files that are compiled
        for code, place in code_objects():
            survey.note(place, code)
    survey.wrong = {name: places[:10] for name, places in survey.wrong.items()}
    print(json.dumps(vars(survey)))


if __name__ == "__main__":
    main()
