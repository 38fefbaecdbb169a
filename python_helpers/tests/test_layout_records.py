"""Types whose members public attributes answer for: each answer is compared, and none is contradicted."""

import array
import asyncio
import collections
import functools
import sys
import types
import weakref

import pytest
from layout_subjects import VALIDATOR, assert_covers, blocks_in, bytes_of, fields, named, read_only

import pymastery as pm
from pymastery.layout.records import RECORDS


def made():
    shared = 1

    def function(one, two=2, *, three=3):
        "A function with all that a function may have."
        return shared

    return function


def generator():
    yield 1


async def coroutine():
    await asyncio.sleep(0)


async def asynchronous():
    yield 1


class Meant(Exception):
    pass


def raised():
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise Meant("second", 2) from error
    except Meant as error:
        return error


class Point:
    __slots__ = ("__weakref__", "x", "y")

    def __init__(self, x):
        self.x = x

    @property
    def twice(self):
        return 2 * self.x

    @functools.wraps(made)
    def method(self):
        return self.x


class Bytes(bytes):
    pass


class Both(Point):
    pass


POINT = Point(1)
REFERENCE = weakref.ref(POINT)
FUNCTION = made()
ERROR = raised()
STARTED = generator()
next(STARTED)
CLOSED = generator()
list(CLOSED)
COROUTINE = coroutine()
COROUTINE.close()
EMPTY = types.CellType()
SUBJECTS = [
    FUNCTION, made, FUNCTION.__code__, generator.__code__, FUNCTION.__closure__[0], EMPTY, POINT.method, [].append, len,
    STARTED, CLOSED, generator(), COROUTINE, asynchronous(), sys._getframe(), sys, pm, types.ModuleType("m"),
    ERROR, ValueError(), OSError(2, "no"), ERROR.__traceback__, REFERENCE, weakref.ref(Point, print),
    memoryview(b"abc"), memoryview(bytes(24)).cast("i", (2, 3)), Point.__dict__["twice"], property(),
    classmethod(made), staticmethod(made), range(5), range(0, -10, -2), range(2**70), slice(1), slice(None, "a", 3.5),
    str.join, types.FunctionType.__dict__["__globals__"], types.FunctionType.__dict__["__code__"], int.__add__,
]  # fmt: skip


def contradicted(view):
    return [
        (block["id"], field["name"], field["proof"]["how"])
        for block in blocks_in(view)
        for field in block["fields"]
        if field["proof"]["how"].startswith("This does not hold")
    ]


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_no_answer_is_contradicted_and_each_bit_has_one_field(subject):
    view = pm.layout(subject)
    VALIDATOR.validate(read_only(view))
    assert contradicted(view) == []
    for block in blocks_in(view):
        assert_covers(block)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.struct + record.base.__name__)
def test_each_attribute_of_a_record_verifies_its_member(record):
    subjects = [subject for subject in SUBJECTS if isinstance(subject, record.base)]
    assert subjects
    for name in {*record.attributes, *record.getters}:
        statuses = {
            found[name]["proof"]["status"]
            for subject in subjects
            for found in [fields(pm.layout(subject))]
            if name in found
        }
        # an attribute that this version has no member for has nothing to verify
        assert not statuses or "verified" in statuses, name


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.struct + record.base.__name__)
def test_a_wrong_answer_is_not_shown_as_fact(record, monkeypatch):
    """Each comparison can fail: with another object's answer, no pointer of the record stays verified by it."""
    monkeypatch.setattr(sys.modules["pymastery.layout.members"], "said_by", lambda *_: (object(), "x.other"))
    subject = next(subject for subject in SUBJECTS if isinstance(subject, record.base))
    found = fields(pm.layout(subject))
    for name in record.attributes:
        pointers = name in found and found[name]["c_type"].endswith("*") and "list" not in name
        if pointers and int(found[name]["value"] or "0", 16):
            assert found[name]["role"] == "unknown", name


@pytest.mark.parametrize("subject", [STARTED, CLOSED, COROUTINE, generator()], ids=["started", "closed", "co", "new"])
def test_a_generator_is_as_large_as_it_says(subject):
    block = blocks_in(pm.layout(subject))[0]
    assert block["size"] + block["start"] == subject.__sizeof__()


def test_a_code_object_ends_in_the_instructions_that_run():
    view = pm.layout(FUNCTION.__code__)
    found = fields(view)
    live = getattr(FUNCTION.__code__, "_co_code_adaptive", None)
    if live is None:
        assert "co_code_adaptive" not in found
        return
    block = blocks_in(view)[0]
    names = [name for name in found if name.startswith("co_code_adaptive")]
    assert b"".join(bytes_of(block, found[name]) for name in names) == live
    assert {found[name]["proof"]["status"] for name in names} == {"verified"}


@pytest.mark.parametrize(
    "value", [b"", b"a", b"abc", bytes(range(256)), b"x" * 5000, Bytes(b"abc"), bytearray(), bytearray(b"abc" * 400)]
)
def test_bytes_are_those_of_the_object(value):
    view = pm.layout(value)
    assert contradicted(view) == []
    blocks = [block for block in blocks_in(view) if block["id"] in ("object", "ob_start")]
    prefix = "ob_start" if isinstance(value, bytearray) else "ob_sval"
    found = [
        (block, field)
        for block in blocks
        for field in block["fields"]
        if field["name"].startswith(prefix) and field["role"] == "data" and field["name"] != "ob_sval[end]"
    ]
    data = b"".join(bytes_of(block, field) for block, field in found)
    assert data == bytes(value[: len(data)])
    assert len(data) >= min(len(value), 900)
    assert {field["proof"]["status"] for _, field in found} <= {"verified"}


@pytest.mark.parametrize("code", "bBhHiIlLqQfd")
def test_the_items_of_an_array_are_those_that_c_has(code):
    value = array.array(code, range(50))
    view = pm.layout(value)
    assert contradicted(view) == []
    block = next(block for block in blocks_in(view) if block["id"] == "ob_item")
    assert bytes.fromhex(block["bytes"]) == value.tobytes()


@pytest.mark.parametrize("value", [0j, 3 + 4j, complex("nan"), complex(0.0, -0.0)])
def test_a_complex_number_is_two_doubles(value):
    found = fields(pm.layout(value))
    assert [found["cval.real"]["value"], found["cval.imag"]["value"]] == [repr(value.real), repr(value.imag)]
    assert {found[f"cval.{part}"]["proof"]["status"] for part in ("real", "imag")} == {"verified"}


def removed():
    items = set(range(40))
    for number in range(0, 40, 3):
        items.discard(number)
    return items


SETS = [set(), {1}, frozenset("abcde"), set(range(5)), set(range(60)), removed(), {str(n) for n in range(30)}]


@pytest.mark.parametrize("value", SETS, ids=named(SETS))
def test_a_sets_table_holds_each_item_once(value):
    view = pm.layout(value)
    assert contradicted(view) == []
    table = next((block for block in blocks_in(view) if block["id"] == "table"), blocks_in(view)[0])
    if "cut" in table:
        return
    items = {id(item): item for item in value}
    pointers = [field for field in table["fields"] if field["name"].endswith("].key")]
    assert sorted(int(field["value"], 16) for field in pointers) == sorted(items)
    held = {field["name"]: field["value"] for field in table["fields"]}
    for field in pointers:
        item = items[int(field["value"], 16)]
        assert held[field["name"].replace(".key", ".hash")] == str(hash(item))


def test_slots_are_found_through_their_descriptors():
    both = Both(5)
    both.other = 1
    for subject in (Point(5), both):
        found = fields(pm.layout(subject))
        assert found["x"]["proof"]["status"] == "verified"
        assert found["x"]["target"]["text"] == "5"
        assert found["y"]["meaning"] == "NULL: not set"
    weak = found.get("__weakref__")  # in front of the object from 3.12 on
    assert weak is None or weak["meaning"] == "NULL: no weak references"


class Meta(type):
    pass


class Made(metaclass=Meta):
    __slots__ = ("first", "second")


CLASSES = [int, type, object, str, dict, ValueError, type(None), types.FunctionType, Point, Both, Meta, Made, Meant]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_type_object_is_what_the_class_says(cls):
    view = pm.layout(cls)
    VALIDATOR.validate(read_only(view))
    assert contradicted(view) == []
    [block] = blocks_in(view)
    assert_covers(block)
    assert not [field for field in block["fields"] if field["role"] == "unknown"]
    found = fields(view)
    assert found["tp_name"]["target"]["text"].strip("'").rpartition(".")[2] == cls.__name__
    flags = sum(int(field["value"]) << int(name.split()[-1]) for name, field in found.items() if " bit " in name)
    assert flags == cls.__flags__ & 0xFFFFFFFF
    for name in ("tp_basicsize", "tp_itemsize", "tp_base", "tp_mro", "tp_bases"):
        absent = found[name]["value"] == "0x0"
        assert absent or found[name]["proof"]["status"] == "verified", name


def test_a_slot_says_whether_it_is_inherited():
    found = fields(pm.layout(Both))
    assert found["tp_hash"]["meaning"].startswith("inherited from <class Point>")
    assert "inherited" not in fields(pm.layout(int))["tp_hash"]["meaning"]


def test_slots_end_their_type_object():
    found = fields(pm.layout(Made))
    names = [found[f"members[{index}].name"]["target"]["text"] for index in range(2)]
    assert names == ["'first'", "'second'"]
    offsets = [int(found[f"members[{index}].offset"]["value"]) for index in range(2)]
    assert fields(pm.layout(Made()))["first"]["offset"] == offsets[0]
    assert fields(pm.layout(Made()))["second"]["offset"] == offsets[1]


def rotated():
    items = collections.deque(range(200))
    items.rotate(37)
    return items


DEQUES = [
    collections.deque(),
    collections.deque("abc"),
    collections.deque([1.5, None], maxlen=7),
    collections.deque(range(300)),
    collections.deque(range(64)),
    rotated(),
]


@pytest.mark.parametrize("value", DEQUES, ids=named(DEQUES))
def test_the_ends_of_a_deque_are_its_first_and_last_items(value):
    view = pm.layout(value)
    VALIDATOR.validate(read_only(view))
    assert contradicted(view) == []
    blocks = {block["id"]: block for block in blocks_in(view)}
    for block in blocks.values():
        assert_covers(block)
    held = {
        name: [int(field["value"], 16) for field in block["fields"] if "data[" in field["name"] and field["value"]]
        for name, block in blocks.items()
    }
    ids = list(map(id, value))
    first = held["leftblock"]
    assert first == ids[: len(first)]
    last = held.get("rightblock", first)
    assert last == ids[len(ids) - len(last) :]
    assert len(first) + len(last) >= min(len(ids), 2) or not ids
