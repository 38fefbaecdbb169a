"""Counts, types and the words in front: what the header says is what the interpreter says."""

import gc
import sys
import weakref

import pytest
from layout_subjects import COUNT, FREE_THREADED, Point, block_of, blocks_in, fields

import pymastery as pm
from pymastery.cpython.models import model_of
from pymastery.cpython.structs import Layouts, table
from pymastery.layout.header import add_header
from pymastery.layout.reading import Reading


def test_the_count_is_what_getrefcount_says_and_grows_by_one():
    subject = object()

    def shown():
        return int(fields(pm.layout(subject))[COUNT]["value"])

    first = shown()
    alias = subject
    second = shown()
    keep = [alias, alias]
    third = shown()
    assert [second - first, third - second] == [1, 2]
    assert fields(pm.layout(subject))[COUNT]["proof"]["status"] == "verified"
    del keep


def test_own_references_are_told_apart():
    value = [1]
    meaning = fields(pm.layout(value))[COUNT]["meaning"]
    assert meaning.endswith("1 elsewhere") or "lends itself" in meaning


def test_the_first_words_are_what_the_collector_and_weakref_say():
    point = Point(1, 2)
    link = weakref.ref(point)
    found = fields(pm.layout(point))
    if "managed weakrefs" in found:
        assert found["managed weakrefs"]["value"] == hex(id(link))
    assert gc.is_tracked(point)
    if FREE_THREADED:  # the collector has no list: it asks the allocator for what there is
        assert (found["ob_gc_bits"]["meaning"], found["ob_gc_bits"]["proof"]["status"]) == ("tracked", "verified")
        return
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
    meaning = fields(pm.layout(()))[COUNT]["meaning"]
    count = int(fields(pm.layout(()))[COUNT]["value"])
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
    shown = [field for block in blocks_in(view) for field in block["fields"]]
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
    assert blocks_in(view)[0]["size"] == sys.getsizeof(text)
