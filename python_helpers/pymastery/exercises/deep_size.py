"""`deep_size(x)`: the bytes of a value and of everything that it leads to, each object once.

The size of one object is what `sys.getsizeof` says (its `__sizeof__` and the header of the garbage
collector, where it has one). A value here is made of lists, tuples, sets, frozensets and dicts, which lead
to their items, keys and values, and of numbers, texts, bytes and None, which lead nowhere.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from random import Random

from pymastery.checks import Behaviour, Exercise, Finding, Outcome, Trial, for_all
from pymastery.describe import issubclass_exactly
from pymastery.exercises import containers
from pymastery.exercises.containers import KINDS, Value, held, reached, smaller

HINTS = {
    "none": "The function returned None. Does every path through it end in a return?",
    "no-number": "Return the number of bytes, an int.",
    "changed": "The value itself was changed. Look at its items without taking them out.",
    "unhashable": "A list has no hash, so a set or dict cannot remember it. Every object has an id.",
    "iterates-text": "A text holds no other objects: asking for a character makes a new text. Go into containers only.",
    "not-iterable": "A number holds nothing to go through. Go into an object only if it is a container.",
    "endless": "A container can be inside itself. Remember it before you look inside it, not after.",
    "raised": "An exception left your function. It should get along with every value of the task.",
    "remembers": "The second call gives another number: something is kept from the first. Begin anew at each call.",
    "shallow": "These are the bytes of the container alone: header and pointers. What do its items take?",
    "no-list": "The items of a list are missing here. Which containers do you go into?",
    "no-tuple": "The items of a tuple are missing here. Which containers do you go into?",
    "no-set": "The items of a set are missing here. Which containers do you go into?",
    "no-frozenset": "A frozenset holds its items like a set, and is another type. Do you go into it?",
    "no-dict": "What a dict holds is missing here. Which containers do you go into?",
    "no-keys": "Keys of a dict are missing: they are objects too. (The collector does not visit keys that are texts.)",
    "no-values": "The values of a dict are missing. Going through a dict gives its keys alone.",
    "containers-only": "The containers are counted and what is in them is not: a number or a text takes bytes too.",
    "leaves-only": "The containers themselves are missing: each has a header, and a pointer for each item.",
    "one-level": "This is one level. A container can hold containers, and those hold more: go on from what you find.",
    "no-collector": "Ask sys.getsizeof: __sizeof__ leaves out the header that the garbage collector needs.",
    "pairs": "Too much, by tuples: items() makes a new pair for each entry, which the dict does not hold.",
    "twice": "An object to which several ways lead is there once. Remember what has been counted already.",
    "equal": "Equal is not the same: two equal lists take the bytes of two. Remember objects by id().",
    "too-much": "This is more than there is. sys.getsizeof knows the bytes of one object, all its characters included.",
    "": "Add sys.getsizeof of every object that the value leads to, itself included, each object once.",
}


def _bytes(objects: Iterable[object]) -> int:
    return sum(map(sys.getsizeof, objects))


def _without(kind: type) -> Callable[[object], Iterable[object]]:
    return lambda obj: () if type(obj) is kind else held(obj)


def _no_keys(obj: object) -> Iterable[object]:
    return obj.values() if type(obj) is dict else held(obj)


def _no_values(obj: object) -> Iterable[object]:
    return list(obj) if type(obj) is dict else held(obj)


def _misreadings(value: object) -> Iterator[tuple[str, int]]:
    """Yield what typical wrong ideas come to, with the key of the hint for each."""
    everything = reached(value)
    kind = type(value)
    yield ("shallow" if kind is list else f"no-{kind.__name__}"), sys.getsizeof(value)
    yield "no-keys", _bytes(reached(value, _no_keys))
    yield "no-keys", _bytes(reached(value, gc.get_referents))
    yield "no-values", _bytes(reached(value, _no_values))
    yield "containers-only", _bytes(obj for obj in everything if type(obj) in KINDS)
    yield "leaves-only", _bytes(obj for obj in everything if type(obj) not in KINDS)
    yield "one-level", _bytes({id(obj): obj for obj in (value, *held(value))}.values())
    for other in KINDS:
        yield f"no-{other.__name__}", _bytes(reached(value, _without(other)))
    yield "no-collector", sum(obj.__sizeof__() for obj in everything)


def _misjudged(value: object, expected: int, got: int, more: str, less: str) -> str:
    if type(value) not in KINDS:
        return "containers-only" if got == 0 else more if got > expected else less
    for mistake, size in _misreadings(value):
        if size == got:
            return mistake
    excess = got - expected
    if more == "" and excess > 0 and excess % sys.getsizeof((0, 0)) == 0 and type(value) is dict:
        return "pairs"
    return more if excess > 0 else less


def _raised(error: BaseException, value: object) -> str:
    cls = type(error)
    if issubclass_exactly(cls, RecursionError) or issubclass_exactly(cls, MemoryError):
        return "iterates-text" if any(type(obj) is str for obj in reached(value)) and not _cyclic(value) else "endless"
    if issubclass_exactly(cls, TypeError):
        words = "".join(str(arg) for arg in error.args if type(arg) is str)
        return "unhashable" if "unhashable" in words else "not-iterable" if "not iterable" in words else "raised"
    return "raised"


def _cyclic(value: object) -> bool:
    return any(other is obj for obj in reached(value) for inner in held(obj) for other in reached(inner))


def _mistake(value: object, expected: int, outcome: Outcome, more: str, less: str) -> str | None:
    """Return the key of the hint, or None when the outcome is as expected."""
    if outcome.raised is not None:
        return _raised(outcome.raised, value)
    if outcome.changed is not None:
        return "changed"
    if outcome.value is None:
        return "none"
    if type(outcome.value) is not int:
        return "no-number"
    return None if outcome.value == expected else _misjudged(value, expected, outcome.value, more, less)


def _judged(more: str, less: str, calls: int) -> Callable[[Trial, Value], Finding | None]:
    def judge(trial: Trial, value: Value) -> Finding | None:
        made = value.make()
        expected = _bytes(reached(made))
        for number in range(calls):
            outcome = trial.call(trial.answer, made, shown=value.source)  # type: ignore[arg-type]
            mistake = _mistake(made, expected, outcome, more, less)
            if mistake is not None:
                words = "changed its argument" if mistake == "changed" else outcome.words()
                if number > 0 and outcome.returned:
                    mistake, words = "remembers", f"{words} at the second call"
                return Finding(value.source, str(expected), words, mistake)
        return None

    return judge


def _behaviour(
    id: str,  # noqa: A002
    text: str,
    values: Callable[[Random], Iterator[Value]],
    *,
    more: str = "",
    less: str = "",
    calls: int = 1,
) -> Behaviour:
    """Return a behaviour; `more` and `less` are the mistakes where the number fits no wrong idea that is known."""
    return Behaviour(id, text, for_all(values, _judged(more, less, calls), smaller))


_PLAIN = "Gives the bytes of a value that holds no others, at every call."
EXERCISES = {
    "deep-size": Exercise(
        id="deep-size",
        title="How many bytes in all?",
        behaviours=(
            _behaviour("plain", _PLAIN, containers.plain, more="too-much", calls=2),
            _behaviour("items", "Adds what a container holds: items, keys and values.", containers.flat),
            _behaviour("nested", "Goes on into containers that are inside.", containers.nested),
            _behaviour("once", "Counts an object once, however many ways lead to it.", containers.shared, more="twice"),
            _behaviour("equal", "Counts two objects that are equal as two.", containers.equal, less="equal"),
            _behaviour("cycle", "Ends when a container is inside itself.", containers.cycles, more="twice"),
        ),
        hints=HINTS,
        next="Try it on a value of your own, beside sys.getsizeof of the same value.",
    )
}
