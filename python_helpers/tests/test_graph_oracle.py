"""Every reference in a graph against `gc.get_referents`: nothing invented, nothing lost."""

import collections
import functools
import gc
import random
import types

import pytest

import pymastery as pm

FOLDED = (dict, tuple, types.CellType)


def everything(roots):
    """Return {id: object} of all that the collector reaches in few steps: what the addresses mean."""
    known, level = {id(each): each for each in roots}, list(roots)
    for _ in range(12):
        level = [each for each in gc.get_referents(*level) if id(each) not in known] if level else []
        level = level[:4000]
        known.update((id(each), each) for each in level)
    return known


def inner(target, referents):
    """Return whether `target` is in a dict or tuple that is among the references."""
    return any(target in map(id, gc.get_referents(each)) for each in referents if type(each) in FOLDED)


def check(view, *roots):
    known = everything(roots)
    addresses = {each["id"]: int(each["address"], 16) for each in view.payload["objects"]}
    checked = 0
    for each in view.payload["objects"]:
        obj = known.get(addresses[each["id"]])
        if obj is None or each["atom"] or "cut" in each or any("target" not in s for s in each["slots"]):
            continue
        referents = gc.get_referents(obj)
        left = collections.Counter(map(id, referents))
        direct = 0
        for slot in each["slots"]:
            target = addresses[slot["target"]]
            # all that a function shows stands in its closure, its defaults or its attributes
            if left[target] and type(obj) is not types.FunctionType:
                left[target] -= 1
                direct += 1
            else:
                assert inner(target, referents), (each["repr"], slot)
        assert direct + each.get("hidden", 0) == len(referents), (each["repr"], each["slots"])
        checked += 1
    assert checked
    return checked


class Instance:
    pass


class Slotted:
    __slots__ = ("__dict__", "left", "right")


class ListWith(list):
    pass


class DictWith(dict):
    pass


def closure(*values):
    a, b = values[0], values[-1]

    def function(first=a, *, second=b):
        return a, b, first, second

    return function


def generator(values):
    for value in values:
        yield [value]


def instance(values):
    made = Instance()
    for number, value in enumerate(values):
        setattr(made, f"attribute{number}", value)
    return made


def instance_with_dict(values):
    made = instance(values)
    vars(made)
    return made


def slotted(values):
    made = Slotted()
    made.left = values[0]
    if len(values) > 1:
        made.other = values[1]
    return made


def list_with(values):
    made = ListWith(values)
    made.attribute = values[0]
    return made


def defaultdict(values):
    return collections.defaultdict(list, enumerate(values))


MAKERS = [
    list,
    tuple,
    lambda values: set(map(id, values)),
    lambda values: frozenset(map(repr, values)),
    lambda values: dict(enumerate(values)),
    lambda values: {f"key{number}": value for number, value in enumerate(values)},
    lambda values: {(number,): value for number, value in enumerate(values)},
    instance,
    instance_with_dict,
    slotted,
    list_with,
    lambda values: DictWith(enumerate(values)),
    defaultdict,
    collections.deque,
    lambda values: closure(*values),
    lambda values: closure(*values).__closure__[0],
    lambda values: functools.partial(print, *values),
    lambda values: iter(values),
    lambda values: [values].append,
    lambda values: types.MethodType(print, values),
    lambda values: types.SimpleNamespace(value=values),
    lambda values: type("Made", (Instance,), {"value": values}),
    lambda values: property(closure(values)),
    lambda values: staticmethod(closure(values)),
    lambda values: slice(values, None, values),
    lambda values: types.MappingProxyType({"key": values}),
    lambda values: collections.OrderedDict(enumerate(values)),
    generator,
    lambda values: Exception(values),
    lambda values: [1, 2.5, "text", None, True, b"bytes", 1j, *values],
]


@pytest.mark.parametrize("number", range(len(MAKERS)))
def test_each_kind_of_object(number):
    values = [[1], "two", (3, [4]), None, {5}]
    made = MAKERS[number](values)
    assert check(pm.graph(made), made) >= 1


@pytest.mark.parametrize("seed", range(40))
def test_random_graphs(seed):
    rnd = random.Random(seed)
    pool = [1, "text", None, [], {}, (), 2.5, Instance()]
    for _ in range(60):
        values = rnd.choices(pool, k=rnd.randrange(1, 5))
        pool.append(rnd.choice(MAKERS)(values))
        holder = rnd.choice(pool)
        if type(holder) is list:  # cycles come from here
            holder.append(rnd.choice(pool))
        elif type(holder) is Instance:
            setattr(holder, f"later{rnd.randrange(3)}", rnd.choice(pool))
    roots = pool[-10:]
    # a list, so that the objects given are reached through the graph itself
    assert check(pm.graph(roots), roots) > 10


@pytest.mark.parametrize("seed", range(20))
def test_every_attribute_has_its_name(seed):
    rnd = random.Random(seed)
    fresh = type("Fresh", (), {"shadowed": 1})
    made = [fresh() for _ in range(5)]
    expected = []
    for each in made:
        pairs = {}
        for _ in range(rnd.randrange(1, 20)):
            name = rnd.choice(["alpha", "β", "c", "shadowed", "long_" * 20, *map("n{}".format, range(12))])
            pairs[name] = rnd.choice([[], {}, {"alpha": 1}, 1000 + rnd.randrange(5), fresh])
            setattr(each, name, pairs[name])
        expected.append(pairs)
    view = pm.graph(*made)
    objects = {each["id"]: each for each in view.payload["objects"]}
    for number, pairs in enumerate(expected):
        found = {slot["label"]: int(objects[slot["target"]]["address"], 16) for slot in objects[f"o{number}"]["slots"]}
        assert found == {name: id(value) for name, value in pairs.items()}


def strongly_connected(payload):
    """Return the components by mutual reachability, the slow and plain way."""
    targets = {
        each["id"]: {slot["target"] for slot in each["slots"] if "target" in slot} for each in payload["objects"]
    }

    def reached(start):
        seen, pending = set(), [start]
        while pending:
            for target in targets[pending.pop()] - seen:
                seen.add(target)
                pending.append(target)
        return seen

    reach = {each: reached(each) for each in targets}
    return {
        frozenset(other for other in reach[each] if each in reach[other]) for each in targets if each in reach[each]
    }


@pytest.mark.parametrize("seed", range(30))
def test_cycles_are_the_strongly_connected_components(seed):
    rnd = random.Random(seed)
    nodes = [[] for _ in range(30)]
    for _ in range(rnd.randrange(10, 60)):
        rnd.choice(nodes).append(rnd.choice(nodes))
    payload = pm.graph(nodes).payload
    assert set(map(frozenset, payload["cycles"])) == strongly_connected(payload)
    assert len(payload["cycles"]) == len(set(map(frozenset, payload["cycles"])))
