"""Hostile objects, changing objects, unknown interpreters: nothing is run, nothing is guessed."""

import sys

import pytest
from layout_subjects import VALIDATOR, assert_covers, block_of, blocks_in, fields, read_only

import pymastery as pm
from pymastery.cpython import memory
from pymastery.layout import inspector, sequences


def test_a_list_that_another_thread_empties_is_no_error(monkeypatch):
    items = [[1], [2], [3]]
    real = sequences.describe

    def emptied(obj, limit):
        items.clear()
        return real(obj, limit)

    monkeypatch.setattr(sequences, "describe", emptied)
    view = pm.layout(items)
    VALIDATOR.validate(read_only(view))
    assert fields(view)["ob_item"]["role"] == "unknown"


def test_memory_that_cannot_be_read_is_said(monkeypatch):
    inspector.source()

    def refuse(address, size):
        raise memory.BadAddress("nothing is mapped there")

    monkeypatch.setattr(memory, "read", refuse)
    view = pm.layout([1])
    VALIDATOR.validate(read_only(view))
    assert blocks_in(view) == []
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
    VALIDATOR.validate(read_only(view))
    for block in blocks_in(view):
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
    assert blocks_in(pm.layout(cls))


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
    VALIDATOR.validate(read_only(view))
    assert blocks_in(view) == []
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
