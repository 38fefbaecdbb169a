"""What the tests of films run, and what holds of every film."""

import sys
from pathlib import Path

import pytest

from pymastery.bytecode.film import COLUMNS, STATES
from pymastery.bytecode.subject import visit
from pymastery.cpython import caches

HERE = sys.version_info[:2]
ROOT = Path(__file__).resolve().parents[2]
FIRST = 8 if HERE == (3, 11) else 2
"""The call in which `a + b` specialises."""
specialising = pytest.mark.skipif(caches.why_generic() is not None, reason="this build does not specialise")


def add(a, b):
    return a + b


class Point:
    scale = 3

    def __init__(self, x):
        self.x = x

    def dist(self, more=0):
        return self.x + more


def cells(made, column):
    """Replay the changes up to a column: (code, instruction) → cell."""
    return {(each.code, each.instruction): each.cell for each in made.changes if each.column <= column}


def last_cell(made, base):
    """Return the last cell of the first instruction whose generic name is `base`."""
    for place, code in enumerate(code for code, _ in visit((made.code,))):
        for index, each in enumerate(caches.adaptive(code)):
            if each.base == base:
                return cells(made, len(made.columns))[place, index]
    raise LookupError(base)


def sentences(made, word):
    return [f"call {event.call}: {event.sentence}" for event in made.events if word in event.sentence]


def outcomes(made):
    return [call.outcome for call in made.columns[1:]]


def spans(made):
    return [(call.first, call.last) for call in made.columns]


def check(made):
    """What holds of every film."""
    shown = cells(made, len(made.columns))
    for place, code in enumerate(code for code, _ in visit((made.code,))):
        live = caches.adaptive(code)
        for index, each in enumerate(live):
            cell = shown.get((place, index))
            assert (cell.opname if cell else each.base) == each.opname
    assert all(change.cell.state in STATES for change in made.changes)
    ends = [call.last for call in made.columns]
    assert [call.first for call in made.columns] == [0, *(end + 1 for end in ends[:-1])]
    assert len(made.columns) <= COLUMNS
    known = {}
    for change in made.changes:
        key = (change.code, change.instruction)
        assert known.get(key) != change.cell
        known[key] = change.cell
    assert [change.column for change in made.changes] == sorted(change.column for change in made.changes)
    for event in made.events:
        assert made.columns[event.column].first <= event.call <= made.columns[event.column].last
    return made
