"""The path of a search is the interpreter's own: its comparisons, and where it puts a new key, are the oracle."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from layout_subjects import FREE_THREADED, VALIDATOR, blocks_in, examples

import pymastery as pm
from pymastery.layout.payload import payload

MANY = settings(
    max_examples=examples(40), deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
# few hashes for many keys, those of the first slots, of the last, and of a row that ends at the end of a table
hashes = st.one_of(
    st.integers(0, 3), st.integers(20, 24), st.integers(-4, -2), st.sampled_from([1, 33, 65, 1 << 40, -(1 << 62)])
)


COMPARED = []


class Chosen:
    """A key whose hash is chosen, and that tells whom the interpreter compares."""

    def __init__(self, hashed):
        self.hashed = hashed

    def __hash__(self):
        return self.hashed

    def __eq__(self, other):
        COMPARED.append(id(self))
        return self is other


def asked(table, key):
    """The keys that the interpreter compares with one, by id."""
    COMPARED.clear()
    there = key in table
    return list(COMPARED), there


def fields_of(view):
    return {field["name"]: field for block in blocks_in(view) for field in block["fields"]}


def key_at(fields, look):
    """The id of the key in the slot of a look."""
    name = look.field if look.field.endswith(".key") else f"entry[{look.index}].me_key"
    return int(fields[name]["value"], 16)


def made(kind, numbers, gone):
    keys = [Chosen(number) for number in numbers]
    table = kind(dict.fromkeys(keys))
    for key in keys[::gone] if gone else ():
        if kind is dict:
            del table[key]
        elif kind is set:
            table.remove(key)
    return table


def assert_same_path(table, key):
    view = pm.layout(table).probe(key)
    VALIDATOR.validate(payload(view._facts))
    fields = fields_of(view)
    compared, there = asked(table, key)
    assert [key_at(fields, look) for look in view.looks if look.verdict == "not compared"] == compared
    last = view.looks[-1]
    assert last.is_it == there
    if there:
        assert key_at(fields, last) == id(key)
    else:
        assert last.verdict == "empty"
    notes = {name for name, field in fields.items() if "note" in field}
    assert {look.field for look in view.looks} <= notes
    assert all(eval(look.rule) == look.slot for look in view.looks)


@MANY
@example([1] * 18, 0, 1)
@example([22] * 18, 3, 22)
@given(st.lists(hashes, max_size=18), st.integers(0, 4), hashes)
def test_a_search_meets_the_keys_that_the_interpreter_compares(numbers, gone, wanted):
    for kind in (set, frozenset, dict):
        table = made(kind, numbers, gone)
        for key in (Chosen(wanted), *list(table)[:3], *list(table)[-3:]):
            assert_same_path(table, key)


@MANY
@example([1] * 13, 0, 1)
@example([*range(22, 32)], 3, 54)
@given(st.lists(hashes, max_size=17), st.integers(0, 4), hashes)
def test_a_new_key_comes_where_the_search_for_it_ended(numbers, gone, wanted):
    key = Chosen(wanted)
    table = made(set, numbers, gone)
    looks = pm.layout(table).probe(key).looks
    before = fields_of(pm.layout(table))["mask"]["value"]
    table.add(key)
    after = pm.layout(table)
    if fields_of(after)["mask"]["value"] == before:
        # set_add_entry takes the last dummy on its way
        removed = [look.slot for look in looks if look.verdict == "removed"]
        assert after.probe(key).looks[-1].slot == (removed or [looks[-1].slot])[-1]
        at = next(name for name, field in fields_of(after).items() if field["value"] == hex(id(key)))
        assert at.endswith(f"[{(removed or [looks[-1].slot])[-1]}].key")


@MANY
@given(st.lists(hashes, max_size=17), st.integers(0, 4), hashes)
def test_a_new_key_of_a_dict_comes_to_the_first_free_slot_of_the_path(numbers, gone, wanted):
    key = Chosen(wanted)
    table = made(dict, numbers, gone)
    before = pm.layout(table)
    looks = before.probe(key).looks
    table[key] = None
    after = pm.layout(table)
    if fields_of(after)["ma_keys"]["value"] == fields_of(before)["ma_keys"]["value"]:
        # find_empty_slot, which in a free-threaded build leaves what was removed to readers without a lock
        free = ("empty",) if FREE_THREADED else ("empty", "removed")
        assert after.probe(key).looks[-1].slot == next(look.slot for look in looks if look.verdict in free)


@MANY
@given(
    st.lists(st.one_of(st.integers(), st.floats(), st.text(max_size=3), st.binary(max_size=2)), max_size=18),
    st.one_of(st.integers(), st.floats(), st.text(max_size=3), st.booleans()),
)
def test_numbers_and_texts_are_found_where_they_are(items, other):
    for kind in (set, frozenset, dict.fromkeys):
        table = kind(items)
        for key in (*items, other):
            last = pm.layout(table).probe(key).looks[-1]
            assert last.is_it == (key in table)
            assert last.verdict == ("found" if key in table else "empty")
