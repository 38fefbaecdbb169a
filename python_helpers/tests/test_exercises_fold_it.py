"""`fold-it` looks at the code object, not at the text."""

import pymastery as pm


def hint(function):
    return pm.check("fold-it", function).payload.get("hint")


def test_right_answers_pass():
    def product():
        return 24 * 60 * 60

    def power():
        """Docstrings are no instructions."""
        return 60**2 * (20 + 4)

    def written():
        return 86_400

    for function in (product, power, written):
        assert pm.check("fold-it", function).passed, function


def test_a_name_keeps_the_compiler_from_folding():
    def with_name():
        hours = 24
        return hours * 60 * 60

    assert "still computes" in hint(with_name)


def test_other_wrong_answers():
    def short():
        return 24 * 60

    def called():
        return int("86400")

    def fails():
        return 24 * sixty  # noqa: F821

    assert "which factor" in hint(short).lower()
    assert "still computes" in hint(called)
    assert "without an argument" in hint(fails)
    assert "def" in hint(len)
