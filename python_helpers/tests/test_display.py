"""What a view offers: a MIME bundle, text, files; and what HTML it is built from."""

import json

import pytest

from pymastery.display import View
from pymastery.markup import count, details, element, table, text

HOSTILE = '<img src=x onerror="alert(1)">\ud800&'


@pytest.fixture
def view():
    payload = {"kind": "layout", "version": 1, "é": "🐍"}
    return View("layout", payload, lambda: element("p", text(HOSTILE)), lambda: "plain")


def test_bundle_carries_three_forms(view):
    bundle = view._repr_mimebundle_()
    assert bundle["application/vnd.pymastery.layout.v1+json"] is view.payload
    assert bundle["text/plain"] == "plain"
    assert bundle["text/html"].startswith('<div class="pymastery-layout">')


def test_html_is_escaped(view):
    html = view._repr_mimebundle_()["text/html"]
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;" in html
    assert html.encode("utf-8")


def test_markup_escapes_everything_it_is_given():
    assert "<b>" not in table("<b>", ["<b>"], [[text("<b>")]]) + details("<b>", text("<b>"))
    assert element("a", title='"><b>') == '<a title="&quot;&gt;&lt;b&gt;"></a>'


def test_nouns_are_counted():
    assert [count(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_print_gives_text(view):
    assert str(view) == "plain"


@pytest.mark.parametrize("ending", ["html", "json", "txt"])
def test_save_writes_utf8_files(view, tmp_path, ending):
    path = view.save(tmp_path / f"x.{ending}")
    content = path.read_text(encoding="utf-8")
    if ending == "json":
        assert json.loads(content) == view.payload
    elif ending == "html":
        assert content.startswith("<!doctype html>")
        assert "<script" not in content
    else:
        assert content == "plain\n"


def test_save_says_which_endings_it_knows(view, tmp_path):
    with pytest.raises(ValueError, match=r"\.html, \.json, \.txt"):
        view.save(tmp_path / "x.svg")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["kind", "payload", "_html", "other"])
def test_a_view_does_not_change(view, name):
    with pytest.raises(AttributeError, match="make a new one"):
        setattr(view, name, None)
