"""A search, slot by slot: it comes to every key that is there, and to an empty slot for the others."""

import random

import pytest
from layout_subjects import VALIDATOR, blocks_in, read_only

import pymastery as pm


def dicts():
    dice = random.Random(5)
    for size in (0, 1, 5, 8, 20, 40):
        table = {}
        for _ in range(size):
            key = dice.choice(
                (dice.randrange(200), dice.getrandbits(70), str(dice.randrange(99)), (dice.randrange(9),))
            )
            table[key] = None
        for key in list(table)[:: dice.randrange(2, 5)]:
            del table[key]
        yield table


@pytest.mark.parametrize("table", dicts(), ids=len)
def test_every_key_is_found_and_no_other(table):
    for key in [*table, -1, 10**9, "not there", (), 1.5]:
        view = pm.layout(table).probe(key)
        VALIDATOR.validate(read_only(view))
        last = view.looks[-1]
        assert last.is_it == (key in table), key
        assert not any(look.is_it for look in view.looks[:-1])
        if last.is_it:
            entries = list(table)
            alive = sum(name.startswith("entry[") and name.endswith("me_key") for name in _noted(view))
            assert alive == 1
            assert entries[_rank(view, last.index)] == key
        else:
            assert last.index == -1


def _noted(view):
    return [field["name"] for block in blocks_in(view) for field in block["fields"] if "note" in field]


def _rank(view, index):
    """Which of the keys that are there an entry is: entries are in the order of the keys, deleted ones among them."""
    fields = {field["name"]: field for block in blocks_in(view) for field in block["fields"]}
    used = [number for number in range(index) if fields.get(f"entry[{number}].me_key", {}).get("target")]
    return len(used)


def test_the_rule_of_each_look_gives_its_slot():
    table = {8: None, 16: None, 24: None, 32: None, 40: None}
    for key in (40, 48, 2**62 + 8):
        for look in pm.layout(table).probe(key).looks:
            assert eval(look.rule, {"hash": hash(key)}) == look.slot


def test_a_dict_that_shares_its_keys_is_searched_too():
    class Point:
        def __init__(self):
            self.x, self.y = 1, 2

    shared = vars(Point())
    assert pm.layout(shared).probe("y").looks[-1].is_it
    assert not pm.layout(shared).probe("z").looks[-1].is_it


def test_a_shared_key_without_a_value_ends_the_search_but_is_not_there():
    class Point:
        def __init__(self):
            self.x, self.y = 1, 2

    whole, part = vars(Point()), Point()
    del part.y
    view = pm.layout(vars(part)).probe("y")
    last = view.looks[-1]
    assert "y" not in vars(part)
    assert not last.is_it
    # the class's keys have it only as long as instances share them
    shared = pm.layout(whole).blocks[1].address == pm.layout(vars(part)).blocks[1].address
    assert last.verdict == ("no value" if shared else "empty")


def test_a_key_whose_hash_has_changed_is_found_by_a_dict_but_by_no_set():
    class Changed:
        hashed = 1

        def __hash__(self):
            return self.hashed

    key = Changed()
    table, items = {key: None}, {key}
    key.hashed = 9
    assert pm.layout(table).probe(key).looks[-1].is_it == (key in table) == True  # noqa: E712
    assert pm.layout(items).probe(key).looks[-1].is_it == (key in items) == False  # noqa: E712


def test_what_only_a_class_knows_is_not_claimed():
    pair = tuple(range(1, 3))
    for table in ({(1, 2): None}, {(1, 2)}, frozenset({(1, 2)})):
        view = pm.layout(table).probe(pair)
        assert [look.verdict for look in view.looks] == ["not compared", "empty"]
        assert "unless ==" in view.payload["notice"]
        assert "unless" not in pm.layout(table).probe(3).payload["notice"]


def test_a_set_is_looked_for_as_a_frozenset():
    inner = frozenset({1})
    looks = pm.layout({inner}).probe({1}).looks
    assert {1} in {inner}
    assert looks[0].verdict == "not compared"
    with pytest.raises(TypeError, match="unhashable"):
        pm.layout({inner: None}).probe({1})


def test_an_object_that_has_changed_since_is_searched_as_it_is_now():
    items, table = {8, 16}, {8: None, 16: None}
    views = pm.layout(items), pm.layout(table)
    items.remove(8)
    items.add(24)
    del table[8]
    table[24] = None
    for view in views:
        assert [view.probe(key).looks[-1].verdict == "found" for key in (8, 16, 24)] == [False, True, True]


def test_what_cannot_be_searched_says_why():
    with pytest.raises(TypeError, match="only a dict or a set"):
        pm.layout([1]).probe(1)
    with pytest.raises(TypeError, match="unhashable"):
        pm.layout({}).probe([])
    with pytest.raises(ValueError, match="some 40 keys"):
        pm.layout(dict.fromkeys(range(1_000))).probe(1)
    with pytest.raises(ValueError, match="some 15 items"):
        pm.layout(set(range(1_000))).probe(1)


def test_no_key_of_a_learners_class_is_compared():
    class Meta(type):
        def __eq__(cls, other):
            raise AssertionError("code of the learner ran")

        __hash__ = type.__hash__

    class Loud(metaclass=Meta):
        def __hash__(self):
            return 8

        def __eq__(self, other):
            raise AssertionError("code of the learner ran")

    loud = Loud()
    view = pm.layout({loud: 1}).probe(8)
    assert not view.looks[0].is_it
    assert pm.layout({loud: 1}).probe(loud).looks[0].is_it
    assert not pm.layout({loud}).probe(8).looks[0].is_it
    assert pm.layout({loud}).probe(loud).looks[0].is_it
