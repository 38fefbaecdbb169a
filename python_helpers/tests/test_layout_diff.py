"""What a change does to memory: each field that differs, with what it held before, and nothing else."""

import pytest
from layout_subjects import VALIDATOR

import pymastery as pm
from pymastery.layout.payload import facts_of
from pymastery.layout.static import html, plain


def told(view):
    return {(change.block, change.name): (change.old, change.new) for change in view.changes}


def test_append_changes_the_length_and_fills_a_slot():
    items = [1, 2]
    view = pm.layout(items).diff(lambda: items.append("three"))
    found = told(view)
    assert found["object", "ob_size"] == ("2", "3")
    old, new = found["ob_item", "ob_item[2]"]
    assert old == ""
    assert new.endswith("→ 'three'")
    assert ("ob_item", "ob_item[0]") not in found
    VALIDATOR.validate(view.payload)
    assert "ob_size" in str(view)
    assert "3 (was 2)" in str(view)
    assert "3 (was 2)" in view._repr_mimebundle_()["text/html"]


def test_what_is_gone_is_told():
    items = [1]
    view = pm.layout(items).diff(items.clear)
    assert told(view)["ob_item", "ob_item[0]"][1] == ""
    assert "ob_item is not there any more" in view.payload["notice"]


def test_a_dict_says_where_a_new_key_went():
    table = {"a": 1}
    found = told(pm.layout(table).diff(lambda: table.update(b=2)))
    assert found["object", "ma_used"] == ("1", "2")
    assert found["ma_keys", "dk_nentries"] == ("1", "2")
    index = [(old, new) for (block, name), (old, new) in found.items() if name.startswith("dk_indices")]
    assert index == [("-1", "1")]
    assert found["ma_keys", "entry[1].me_value"][1].endswith("→ 2")


def test_a_hash_is_kept_once_it_has_been_asked_for():
    text = "".join(["a", "\xe9", "long enough to be one of its own"])
    found = told(pm.layout(text).diff(lambda: hash(text)))
    assert list(found) == [("object", "hash")]
    assert found["object", "hash"] == ("-1", str(hash(text)))


def test_nothing_differs_where_nothing_changed():
    items = [1, 2, 3]
    view = pm.layout(items).diff(lambda: None)
    assert view.changes == ()
    assert "Nothing of what is shown differs" in view.payload["notice"]
    assert not any("was" in field for block in view.payload["blocks"] for field in block["fields"])


def test_two_objects_are_compared():
    found = told(pm.layout(5).diff(pm.layout(-7)))
    assert found["object", "ob_digit[0]"] == ("5", "7")


def test_a_view_of_one_moment_has_no_changes():
    assert pm.layout([1]).changes == ()


def test_what_the_function_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        pm.layout([1]).diff(lambda: 1 / 0)
    with pytest.raises(TypeError, match="give a function"):
        pm.layout([1]).diff([1, 2])


def test_a_saved_comparison_has_its_twins_too():
    items = [1]
    view = pm.layout(items).diff(lambda: items.append(2))
    facts = facts_of(view.payload)
    assert plain(facts) == str(view)
    assert "(was 1)" in html(facts)


def test_a_drawn_view_says_that_it_holds_its_object_no_more():
    view = pm.layout([1])
    view._repr_mimebundle_()
    with pytest.raises(ValueError, match="make a new one"):
        view.diff(lambda: None)
