"""How a film runs a function: what is bound, what comes of a call, and whose code does not run."""

import asyncio
import functools
import sys
import types

import pytest

from pymastery.bytecode.film import film
from pymastery.cpython import caches


def add(a, b):
    return a + b


class Point:
    def __init__(self, x):
        self.x = x

    def dist(self, more=0):
        return self.x + more

    @classmethod
    def named(cls, times):
        return cls.__name__ * times

    @staticmethod
    def plain(value):
        return value


def outcomes(made):
    return [call.outcome for call in made.columns[1:]]


def test_the_original_is_left_as_it_was():
    for _ in range(30):
        add(1, 2)
    before = caches.live_bytes(add.__code__)
    made = film(add, [(1.5, 2.5)] * 200)
    assert caches.live_bytes(add.__code__) == before
    assert made.code is not add.__code__
    assert made.subject == "function add"


def test_closures_defaults_and_keyword_defaults_are_the_originals():
    total = 0

    def count(step=1, *, more=10):
        nonlocal total
        total += step + more
        return total

    made = film(count, [()] * 3)
    assert outcomes(made) == ["returned 11", "returned 22", "returned 33"]
    assert total == 33


def test_methods_are_bound_to_their_self():
    point = Point(4)
    assert outcomes(film(point.dist, [(1,)])) == ["returned 5"]
    assert outcomes(film(Point.dist, [(point, 1)])) == ["returned 5"]
    assert outcomes(film(Point.named, [(2,)])) == ["returned 'PointPoint'"]
    assert outcomes(film(Point.plain, [(7,)])) == ["returned 7"]
    assert outcomes(film(Point.__dict__["plain"], [(7,)])) == ["returned 7"]
    assert film(point.dist, [(1,)]).subject == "method Point.dist"


def test_a_generator_is_consumed_as_far_as_it_is_bounded():
    def numbers(count):
        for each in range(count):
            yield each + 1
        return "done"

    made = film(numbers, [(3,), (1,), (20_000,)])
    assert outcomes(made) == [
        "yielded 3 items, then returned 'done'",
        "yielded 1 item, then returned 'done'",
        "yielded 10,000 items and was closed there",
    ]
    assert made.notices[-1] == "A generator is asked for 10,000 items at most: 1 of the calls had more to give."


@types.coroutine
def pause():
    yield


def test_a_coroutine_is_driven_until_it_really_suspends():
    async def quick(value):
        return value + 1

    async def slow(value):
        await pause()
        return value

    assert outcomes(film(quick, [(1,), (2,)])) == ["returned 2", "returned 3"]
    assert outcomes(film(slow, [(1,)])) == [
        "suspended: it waits for something that only an event loop brings, so it was closed"
    ]

    async def inside_a_loop():
        return film(slow, [(1,)]), film(quick, [(1,)])

    assert [outcomes(made)[0][:9] for made in asyncio.run(inside_a_loop())] == ["suspended", "returned "]


def test_an_asynchronous_generator_too():
    closed = []

    async def numbers(count, slow=False):
        try:
            for each in range(count):
                yield each
                if slow:
                    await pause()
        finally:
            closed.append(count)

    made = film(numbers, [(3,), (2, True), (10_001,)])
    assert outcomes(made) == [
        "yielded 3 items",
        "yielded 1 item, then suspended: it waits for something that only an event loop brings, so it was closed",
        "yielded 10,000 items and was closed there",
    ]
    assert closed == [3, 2, 10_001]


class LoudError(Exception):
    def __str__(self):
        raise AssertionError("code of the learner ran")

    __repr__ = __str__


def test_what_is_raised_is_the_outcome_and_the_next_call_goes_on():
    def risky(kind):
        if kind == 1:
            raise ValueError("no" * 100)
        if kind == 2:
            sys.exit(3)
        if kind == 3:
            raise LoudError(kind)
        if kind == 4:
            raise StopIteration
        return kind

    made = film(risky, [(kind,) for kind in range(6)])
    said = outcomes(made)
    assert said[0] == "returned 0"
    assert said[1].startswith("raised ValueError: nono")
    assert len(said[1]) < 100
    assert said[2:] == ["raised SystemExit: 3", "raised LoudError: 3", "raised StopIteration", "returned 5"]


def test_control_c_stops_the_film():
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        film(stop, [()])


class Loud(type):
    def fail(cls, *_):
        raise AssertionError("code of the learner ran")

    __eq__ = __hash__ = __repr__ = __getattribute__ = __instancecheck__ = fail


class Hostile(metaclass=Loud):
    def __repr__(self):
        raise AssertionError("code of the learner ran")

    __str__ = __eq__ = __hash__ = __getattribute__ = __len__ = __iter__ = __repr__


def test_nothing_of_an_arguments_class_runs():
    hostile = Hostile()
    made = film(lambda value: value, [(hostile,)] * 12 + [(Hostile,)])
    assert made.columns[-1].arguments == "(<class Hostile>)"
    assert made.columns[-2].outcome == "returned <Hostile>"


def test_refusals_say_what_to_give_instead():
    for subject, words in [
        (len, "is implemented in C"),
        ("x = 1", "give the function itself"),
        (Point, "give one of its functions"),
        (add.__code__, "give the function that it belongs to"),
        ((x for x in ()), "give the function that made it"),
        (functools.partial(add, 1), "try its .func"),
        (functools.lru_cache(add), "try its .__wrapped__"),
        (Hostile(), "an object of class Hostile has no bytecode"),
    ]:
        with pytest.raises(TypeError, match=words):
            film(subject, [()])
    with pytest.raises(TypeError, match="of each call in a list"):
        film(add, 5)


def test_a_static_method_that_holds_itself_is_refused():
    knot = staticmethod(add)
    knot.__init__(knot)
    with pytest.raises(TypeError, match="staticmethod"):
        film(knot, [()])
