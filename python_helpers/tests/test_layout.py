"""What `pm.layout` shows is what the object is: decoded from the bytes, compared with the object itself."""

import gc
import json
import random
import struct
import sys
import weakref
from pathlib import Path

import jsonschema
import pytest

import pymastery as pm
from pymastery.cpython import memory
from pymastery.cpython.models import model_of
from pymastery.cpython.structs import Layouts, table
from pymastery.layout import inspector, sequences
from pymastery.layout.header import add_header
from pymastery.layout.payload import facts_of, payload
from pymastery.layout.reading import Reading

SCHEMA = json.loads((Path(pm.__file__).parent / "schemas" / "layout.v1.schema.json").read_text())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class Slots:
    __slots__ = ("a", "b")


def split_dict():
    return vars(Point(1, 2))


def deleted_dict():
    table = dict.fromkeys(range(12))
    for key in range(0, 12, 2):
        del table[key]
    return table


def appended(count):
    items = []
    for number in range(count):
        items.append(number)
    return items


SUBJECTS = [
    0, 1, -1, 5, 2**30, -(2**60), 7**900, True, False, 0.0, -0.0, 1.5, float("inf"), float("nan"),
    "", "a", "hello", "caf\xe9", "\u20ac", "h\u20ac llo", "\U0001F40D", "\ud800", "z" * 5000,
    "\u20ac" * 40, "x" * 32, "x" * 33,
    (), (1,), (1, "a", None), tuple(range(500)), [], [1], [1, 2, 3], appended(5), appended(300),
    {}, {"a": 1}, {1: 2}, {"a": 1, 2: 3}, dict.fromkeys(map(str, range(100))), dict.fromkeys(range(5000)),
    deleted_dict(),
    split_dict(), Point(1, "up"), Slots(), object(), None, ..., NotImplemented, int, Point, len, pm.layout, sys, b"abc",
    bytearray(b"xyz"), {1, 2}, frozenset("ab"), range(3), (n for n in "ab"), 3 + 4j, memoryview(b"ab"), gc, lambda: 0,
    weakref.ref(Point), type(sys)("m"), slice(1), Point.__init__.__code__,
]  # fmt: skip


def named(subjects):
    return [f"{number}-{type(subject).__name__}" for number, subject in enumerate(subjects)]


def fields(view, block=0):
    return {field["name"]: field for field in view.payload["blocks"][block]["fields"]}


def block_of(view, block_id):
    return next(block for block in view.payload["blocks"] if block["id"] == block_id)


def bytes_of(block, field):
    data = bytes.fromhex(block["bytes"])
    return data[field["offset"] - block["start"] :][: field["size"]]


def assert_covers(block):
    """Each bit shown belongs to exactly one field, and fields stand in order."""
    shown = len(block["bytes"]) // 2
    owner = [0] * (shown * 8)
    places = []
    for field in block["fields"]:
        start = (field["offset"] - block["start"]) * 8
        bits = field.get("bits", {"first": 0, "width": field["size"] * 8})
        places.append((field["offset"], bits["first"]))
        for bit in range(start + bits["first"], start + bits["first"] + bits["width"]):
            owner[bit] += 1
    assert owner == [1] * (shown * 8)
    assert places == sorted(places)


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_payload_is_valid_and_every_bit_belongs_to_one_field(subject):
    view = pm.layout(subject)
    VALIDATOR.validate(view.payload)
    assert "notice" not in view.payload
    for block in view.payload["blocks"]:
        assert_covers(block)
        assert len(block["bytes"]) // 2 == min(block["size"], 1024)
        assert ("cut" in block) == (block["size"] > 1024)
    wrong = [f for b in view.payload["blocks"] for f in b["fields"] if "does not hold" in f["proof"]["how"]]
    assert wrong == []


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_looking_twice_shows_the_same_and_changes_nothing(subject):
    count = sys.getrefcount(subject)
    first, second = pm.layout(subject).payload, pm.layout(subject).payload
    if count < 50:  # the payload itself refers to what everybody uses, such as 0 and ""
        assert sys.getrefcount(subject) == count
        assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_facts_come_back_from_the_payload(subject):
    made = pm.layout(subject).payload
    assert payload(facts_of(made)) == made


def test_public_facts_are_the_interpreters():
    numbers = [1, 2]
    said = pm.layout(numbers).payload["object"]
    assert said == {
        "type": "list",
        "family": "sequence",
        "repr": "[1, 2]",
        "address": hex(id(numbers)),
        "getsizeof": sys.getsizeof(numbers),
    }


# ------------------------------------------------------------------ values, decoded from the bytes alone


def integers():
    dice = random.Random(7)
    return [dice.getrandbits(dice.randrange(1, 900)) * dice.choice((1, -1)) for _ in range(300)]


@pytest.mark.parametrize("value", [0, 1, -1, 2**30 - 1, 2**30, -(2**30), 10**200, *integers()])
def test_an_int_is_rebuilt_from_its_bytes(value):
    view = pm.layout(value)
    block = view.payload["blocks"][0]
    found = fields(view)
    if "ob_size" in found:
        size = int.from_bytes(bytes_of(block, found["ob_size"]), sys.byteorder, signed=True)
        sign, count = (size > 0) - (size < 0), abs(size)
    else:
        tag = int.from_bytes(bytes_of(block, found["lv_tag.sign"]), sys.byteorder)
        sign, count = 1 - (tag & 3), tag >> 3
        assert [found["lv_tag.sign"]["value"], found["lv_tag.digits"]["value"]] == [str(tag & 3), str(count)]
    digits = [int.from_bytes(bytes_of(block, found[f"ob_digit[{n}]"]), sys.byteorder) for n in range(count)]
    assert sign * sum(digit << 30 * n for n, digit in enumerate(digits)) == value
    names = [name for name in found if name.startswith("ob_digit")][:count]
    assert {found[name]["proof"]["status"] for name in names} <= {"verified"}


@pytest.mark.parametrize("value", [0.0, -0.0, 1.5, -0.1, 1e308, 5e-324, float("inf"), float("-inf"), float("nan")])
def test_a_float_is_its_eight_bytes(value):
    view = pm.layout(value)
    field = fields(view)["ob_fval"]
    assert bytes_of(view.payload["blocks"][0], field) == struct.pack("=d", value)
    assert field["proof"]["status"] == "verified"
    assert field["value"] == repr(value)


def texts():
    dice = random.Random(11)
    tops = (0x7F, 0xFF, 0xFFFF, 0x10FFFF)
    return [
        "".join(chr(dice.randrange(1, dice.choice(tops))) for _ in range(dice.randrange(0, 90))) for _ in range(200)
    ]


@pytest.mark.parametrize("value", ["", "a", "\xe9", "\u20ac", "\U0001f40d", "\ud800", *texts()], ids=ascii)
def test_a_str_is_rebuilt_from_its_bytes(value):
    view = pm.layout(value)
    block = view.payload["blocks"][0]
    found = fields(view)
    kind = int(found["state.kind"]["value"])
    data = [field for field in block["fields"] if field["name"].startswith("data") and field["name"] != "data[end]"]
    raw = b"".join(bytes_of(block, field) for field in data)
    units = [int.from_bytes(raw[at : at + kind], sys.byteorder) for at in range(0, len(raw), kind)]
    assert "".join(map(chr, units)) == value
    assert found["length"]["value"] == str(len(value))
    assert found["state.ascii"]["value"] == str(int(value.isascii()))
    assert {field["proof"]["status"] for field in data} <= {"verified"}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 100, 126])
def test_list_and_tuple_items_are_the_ids_of_the_items(count):
    items = appended(count)
    view = pm.layout(items)
    found = fields(view)
    assert found["ob_size"]["value"] == str(count)
    base = list.__basicsize__
    pointer = view.payload["interpreter"]["pointer_size"]
    assert int(found["allocated"]["value"]) == (items.__sizeof__() - base) // pointer
    if count:
        pointers = {field["name"]: field["value"] for field in block_of(view, "ob_item")["fields"]}
        assert [pointers[f"ob_item[{n}]"] for n in range(count)] == [hex(id(item)) for item in items]
        assert found["ob_item"]["target"]["block"] == "ob_item"
        assert found["ob_item"]["value"] == block_of(view, "ob_item")["address"]
    else:
        assert found["ob_item"]["value"] == "0x0"
    same = fields(pm.layout(tuple(items)))
    shown = [field["value"] for name, field in same.items() if name.startswith("ob_item")]
    assert shown == [hex(id(item)) for item in items][: len(shown)]
    assert len(shown) >= min(count, 120)


DICTS = [
    {}, {"a": 1}, {1: "x"}, {"a": 1, 2: 3}, {1.5: 2, (1, 2): 3, None: 4}, dict.fromkeys("abcdefgh", 8),
    dict.fromkeys(range(30)), deleted_dict(), dict.fromkeys([8, 16, 24, 32], "collide"), {-1: 1, -2: 2},
]  # fmt: skip


@pytest.mark.parametrize("value", DICTS, ids=named(DICTS))
def test_dict_entries_are_the_items_and_the_index_leads_to_them(value):
    view = pm.layout(value)
    keys = block_of(view, "ma_keys")
    found = {field["name"]: field for field in keys["fields"]}
    entries = sorted({int(n[6 : n.index("]")]) for n in found if n.endswith("].me_value")})
    live = [number for number in entries if found[f"entry[{number}].me_value"]["value"] != "0x0"]
    pairs = [(found[f"entry[{n}].me_key"]["value"], found[f"entry[{n}].me_value"]["value"]) for n in live]
    assert pairs == [(hex(id(key)), hex(id(item))) for key, item in value.items()]
    if "entry[0].me_hash" in found:
        hashes = [int(found[f"entry[{n}].me_hash"]["value"]) for n in live]
        assert hashes == [hash(key) for key in value]
    index = [int(field["value"]) for name, field in found.items() if name.startswith("dk_indices")]
    assert sorted(place for place in index if place >= 0) == live
    verified = [f for name, f in found.items() if name.startswith("dk_indices") and int(f["value"]) >= 0]
    assert (
        all(field["proof"]["status"] == "verified" for field in verified if len(live) == len(value)) or (1, 2) in value
    )
    assert fields(view)["ma_used"]["value"] == str(len(value))


def test_attributes_of_an_instance_are_found_without_making_its_dict():
    point = Point("first", "second")
    before = [len(gc.get_referents(point)), sys.getsizeof(point)]
    view = pm.layout(point)
    assert [len(gc.get_referents(point)), sys.getsizeof(point)] == before
    text = json.dumps(view.payload["blocks"])
    if any(block["id"] == "values" for block in view.payload["blocks"]):
        assert hex(id(point.x)) in text
        assert hex(id(point.y)) in text


def test_values_of_a_split_dict_are_the_attributes():
    point = Point("first", "second")
    view = pm.layout(vars(point))
    found = [field for field in block_of(view, "ma_values")["fields"] if field["name"].startswith("values[")]
    assert [field["value"] for field in found[:2]] == [hex(id(point.x)), hex(id(point.y))]
    assert [field["proof"]["status"] for field in found[:2]] == ["verified"] * 2


# ------------------------------------------------------------------ the header


def test_the_count_is_what_getrefcount_says_and_grows_by_one():
    subject = object()

    def shown():
        return int(fields(pm.layout(subject))["ob_refcnt"]["value"])

    first = shown()
    alias = subject
    second = shown()
    keep = [alias, alias]
    third = shown()
    assert [second - first, third - second] == [1, 2]
    assert fields(pm.layout(subject))["ob_refcnt"]["proof"]["status"] == "verified"
    del keep


def test_own_references_are_told_apart():
    value = [1]
    meaning = fields(pm.layout(value))["ob_refcnt"]["meaning"]
    assert meaning.endswith("1 elsewhere") or "lends itself" in meaning


def test_the_first_words_are_what_the_collector_and_weakref_say():
    point = Point(1, 2)
    link = weakref.ref(point)
    found = fields(pm.layout(point))
    if "managed weakrefs" in found:
        assert found["managed weakrefs"]["value"] == hex(id(link))
    assert gc.is_tracked(point)
    assert found["_gc_next"]["value"] != "0x0"
    assert found["_gc_next"]["proof"]["status"] == "read"
    gone = fields(pm.layout(()))["_gc_next"]
    assert gone["proof"]["status"] == ("read" if gc.is_tracked(()) else "verified")
    assert fields(pm.layout({}.keys()))["ob_type"]["value"] == hex(id(type({}.keys())))


@pytest.mark.parametrize("key", [key for key in table() if key[-1] in "tw"])
def test_headers_of_builds_that_are_not_here_are_covered_too(key):
    """Free-threaded and wasm headers, from made-up bytes: every bit has its field and its words."""
    layouts = Layouts(key, table()[key])
    model = model_of(int(key[2:-1]), key.endswith("t"), layouts.pointer_size)
    size = layouts.size("PyObject")
    reading = Reading("object", "PyObject", 4096, 0, size, bytes(range(1, size + 1)), layouts)
    add_header(reading, object(), model, 1, 0, 0)
    block = reading.finish()
    owner = [field for field in block.fields for _ in range(field.size)]
    assert len(owner) == size
    assert {field.role for field in block.fields} <= {"refcount", "type", "flags", "gc", "padding", "unknown"}


def test_a_count_of_the_interpreters_own_object_is_not_blamed_on_the_learner():
    meaning = fields(pm.layout(()))["ob_refcnt"]["meaning"]
    count = int(fields(pm.layout(()))["ob_refcnt"]["value"])
    if count > 900_000_000:  # static: 3.11 counts from a large number on, later ones are immortal
        assert "never freed" in meaning
    assert "your code" not in meaning


def test_shared_keys_are_counted_by_the_class_too():
    class Alone:
        def __init__(self):
            self.a = 1

    one = Alone()
    counted = next(f for f in block_of(pm.layout(vars(one)), "ma_keys")["fields"] if f["name"] == "dk_refcnt")
    assert int(counted["value"]) == 2  # one dict, and ht_cached_keys of the class
    assert "class" in counted["meaning"]


def test_only_versions_that_have_dict_watchers_speak_of_them():
    from ctypes import pythonapi

    tag = fields(pm.layout({"a": 1})).get("ma_version_tag")
    if tag is not None:
        assert ("watchers" in tag["meaning"]) == hasattr(pythonapi, "PyDict_Watch")


@pytest.mark.parametrize("attributes", ["abc", "cab", "b", "cb", "abcd"])
def test_shared_keys_are_found_whatever_order_an_instance_sets_them_in(attributes):
    class Ordered:
        def __init__(self, names):
            for name in names:
                setattr(self, name, [name])

    first, other = Ordered("abc"), Ordered(attributes)
    names = vars(other)
    view = pm.layout(names)
    shown = [field for block in view.payload["blocks"] for field in block["fields"]]
    assert [field["name"] for field in shown if "does not hold" in field["proof"]["how"]] == []
    keys = [f for f in shown if f["name"].endswith("me_key") and f["proof"]["status"] == "verified"]
    assert {field["value"] for field in keys} == {hex(id(key)) for key in names}
    assert vars(first)


def test_nothing_vouches_for_the_empty_table():
    found = {field["name"]: field for field in block_of(pm.layout({}), "ma_keys")["fields"]}
    assert found["dk_usable"]["proof"]["status"] == "read"


class Word(str):
    pass


def test_a_subclass_of_str_in_ascii_has_no_utf8_copy():
    view = pm.layout(Word("abc"))
    assert fields(view)["utf8"]["value"] == fields(view)["data.any"]["value"]
    assert fields(view)["utf8"]["meaning"].startswith("no copy")


@pytest.mark.parametrize("text", ["a", "\xe9", "hello", "\u20ac\ud800\udc00", "\U0001f40d", "x" * (1 << 20)], ids=len)
def test_the_hash_of_a_str_is_compared_with_an_object_that_has_its_own(text):
    hash(text)
    proof = fields(pm.layout(text))["hash"]["proof"]
    assert proof["status"] == "verified"
    assert "bytes" in proof["how"]  # "a" and "\xe9" exist once: an equal, newly made str would be the same object


@pytest.mark.parametrize("last", ["\xe9", "\u20ac", "\U0001f40d"])
def test_a_giant_is_as_wide_as_its_widest_character(last):
    text = "a" * (1 << 20) + last
    view = pm.layout(text)
    assert fields(view)["state.kind"]["proof"]["status"] == "verified"
    assert view.payload["blocks"][0]["size"] == sys.getsizeof(text)


# ------------------------------------------------------------------ hostile objects, unknown interpreters


def test_a_list_that_another_thread_empties_is_no_error(monkeypatch):
    items = [[1], [2], [3]]
    real = sequences.describe

    def emptied(obj, limit):
        items.clear()
        return real(obj, limit)

    monkeypatch.setattr(sequences, "describe", emptied)
    view = pm.layout(items)
    VALIDATOR.validate(view.payload)
    assert fields(view)["ob_item"]["role"] == "unknown"


def test_memory_that_cannot_be_read_is_said(monkeypatch):
    inspector.source()

    def refuse(address, size):
        raise memory.BadAddress("nothing is mapped there")

    monkeypatch.setattr(memory, "read", refuse)
    view = pm.layout([1])
    VALIDATOR.validate(view.payload)
    assert view.payload["blocks"] == []
    assert "nothing is mapped there" in view.payload["notice"]


def stop(*_):
    raise AssertionError("code of the object's class was run")


NAMES = ("__repr__", "__str__", "__len__", "__sizeof__", "__hash__", "__iter__", "__getitem__", "__int__", "__index__",
         "__float__", "__eq__", "__bool__", "__dir__", "__getattribute__", "items", "__format__")  # fmt: skip
HOSTILE = dict.fromkeys(NAMES, stop) | {"__class__": property(stop)}
VALUES = {
    int: 12345678901234567890,
    float: 1.5,
    str: "h\u20ac",
    list: [1, 2],
    tuple: (1, 2),
    dict: {"a": 1},
    object: None,
}


@pytest.mark.parametrize("base", VALUES, ids=lambda base: base.__name__)
def test_a_hostile_class_is_not_called(base):
    cls = type("Hostile", (base,), HOSTILE)
    subject = base.__new__(cls) if base in (object, list, dict) else base.__new__(cls, VALUES[base])
    if base in (list, dict):
        base.__init__(subject, VALUES[base])
    view = pm.layout(subject)
    VALIDATOR.validate(view.payload)
    for block in view.payload["blocks"]:
        assert_covers(block)
        assert not [f for f in block["fields"] if "does not hold" in f["proof"]["how"]]
    assert view.payload["object"]["type"] == "Hostile"
    assert fields(view)["ob_type"]["value"] == hex(id(cls))
    assert str(view)


def test_a_subclass_of_str_shows_its_characters_elsewhere():
    class Name(str):
        pass

    view = pm.layout(Name("h\u20ac"))
    assert [f["value"] for f in block_of(view, "data.any")["fields"]] == [str(ord("h")), str(ord("\u20ac")), "0"]


def test_a_lying_metaclass_is_not_asked():
    meta = type("Meta", (type,), {"__getattribute__": stop, "__len__": stop, "__repr__": stop, "mro": type.mro})
    cls = meta("Cls", (), {})
    assert fields(pm.layout(cls()))["ob_type"]["value"] == hex(id(cls))
    assert pm.layout(cls).payload["blocks"]


@pytest.mark.parametrize("reason", ["unknown", "wrong table", "no table"])
def test_where_the_layout_is_not_known_public_facts_remain(reason, monkeypatch):
    if reason == "unknown":
        monkeypatch.setattr(inspector, "unknown_notice", lambda: "This is PyPy.")
    elif reason == "no table":
        monkeypatch.setattr(inspector, "layouts_here", lambda: None)
    else:
        monkeypatch.setattr(inspector, "disagreements", lambda *_: ["str is 99 bytes, not 64"])
    inspector.source.cache_clear()
    try:
        view = pm.layout([1, 2])
    finally:
        inspector.source.cache_clear()
    VALIDATOR.validate(view.payload)
    assert view.payload["blocks"] == []
    assert view.payload["notice"]
    assert view.payload["object"]["getsizeof"] == sys.getsizeof([1, 2])
    assert view.payload["notice"] in str(view)
    assert view.payload["notice"].split()[0] in view._repr_mimebundle_()["text/html"]


def test_a_value_that_the_interpreter_contradicts_is_not_shown_as_fact():
    where = inspector.source()
    subject = [1, 2, 3]
    span = inspector.extent(where, subject)
    from pymastery.cpython.memory import read

    data = bytearray(read(id(subject) + span.start, span.shown))
    at = where.layouts.offset("PyVarObject", "ob_size") - span.start
    data[at] ^= 1
    facts = inspector.inspect(where, subject, span, bytes(data), sys.getrefcount(subject))
    field = next(field for field in facts.blocks[0].fields if field.name == "ob_size")
    assert (field.role, field.proof.status, field.meaning) == ("unknown", "unknown", "")


# ------------------------------------------------------------------ the twins


def test_text_and_html_have_every_field_and_say_the_proof_in_words():
    view = pm.layout({"a": 1, "b": [2]})
    text, html = str(view), view._repr_mimebundle_()["text/html"]
    for block in view.payload["blocks"]:
        for field in block["fields"]:
            assert field["name"] in text
            assert f"<code>{field['name']}</code>" in html
    assert "verified" in html
    assert "<script" not in html
    assert html.count("<table>") == len(view.payload["blocks"])


def test_script_in_the_object_is_text_in_the_html():
    html = pm.layout("<script>alert(1)</script>" * 3)._repr_mimebundle_()["text/html"]
    assert "<script" not in html
