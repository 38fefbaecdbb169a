"""What the bytes of an object are decoded to is what the object is."""

import gc
import json
import random
import struct
import sys

import pytest
from layout_subjects import Point, appended, block_of, blocks_in, bytes_of, deleted_dict, fields, named

import pymastery as pm


def integers():
    dice = random.Random(7)
    return [dice.getrandbits(dice.randrange(1, 900)) * dice.choice((1, -1)) for _ in range(300)]


@pytest.mark.parametrize("value", [0, 1, -1, 2**30 - 1, 2**30, -(2**30), 10**200, *integers()])
def test_an_int_is_rebuilt_from_its_bytes(value):
    view = pm.layout(value)
    block = blocks_in(view)[0]
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
    assert bytes_of(blocks_in(view)[0], field) == struct.pack("=d", value)
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
    block = blocks_in(view)[0]
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
    text = json.dumps(blocks_in(view))
    if any(block["id"] == "values" for block in blocks_in(view)):
        assert hex(id(point.x)) in text
        assert hex(id(point.y)) in text


def test_values_of_a_split_dict_are_the_attributes():
    point = Point("first", "second")
    view = pm.layout(vars(point))
    found = [field for field in block_of(view, "ma_values")["fields"] if field["name"].startswith("values[")]
    assert [field["value"] for field in found[:2]] == [hex(id(point.x)), hex(id(point.y))]
    assert [field["proof"]["status"] for field in found[:2]] == ["verified"] * 2
