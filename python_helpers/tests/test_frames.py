"""The variables of a frame, read from its memory, are those that f_locals has."""

import re
import sys
import traceback
import types

import pytest
from frame_programs import STATEMENTS, function_from
from frame_subjects import INSIDE, LAYOUTS, content, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_subjects import COUNT, examples
from test_layout_offsets import include_folder

from pymastery.cpython import frames


def assert_found(found, f_locals, code):
    assert [name for name, kind, _, _ in found if kind == "free"] == list(code.co_freevars)
    assert sorted(name for name, kind, _, _ in found if kind == "cell") == sorted(code.co_cellvars)
    shared = set(code.co_cellvars) | set(code.co_freevars)
    for name, kind, place, _ in found:
        if kind == "local":
            assert place == (id(f_locals[name]) if name in f_locals and name not in shared else 0), name
        elif name in f_locals:
            assert content(place) == id(f_locals[name])
        else:
            assert not place or not content(place)


def looked(frame):
    """(what memory says, what f_locals says), memory first: f_locals may change the frame."""
    found = frames.localsplus(frame)
    return found, dict(frame.f_locals), frame.f_code


def plain(one, /, two, *args, three=3, **named):
    local = [one, two]
    for number in range(2):
        del number
        local.append(args)
    return looked(sys._getframe())


def sharing(one, two):
    local = [one]

    def inner(three):
        def innermost():
            return one, local, three

        return looked(sys._getframe()), innermost

    unset = None
    del unset
    found, _ = inner(5)
    return [looked(sys._getframe()), found]


def comprehended(values):
    [found] = [looked(sys._getframe()) for value in values if value]
    return found


def generating(values):
    yield looked(sys._getframe())


class Body:
    def method(self, value):
        super().__init__()
        return looked(sys._getframe())


FOUND = [
    plain([], 2, 3, 4, three={}, other=5), *sharing("o" * 3, 7), comprehended([[1]]), next(generating([1])),
    Body().method([]), (lambda value: looked(sys._getframe()))(object()),
]  # fmt: skip


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found[2].co_name)
def test_the_variables_of_a_running_function_are_found_in_its_memory(found):
    assert_found(*found)
    bound = {name for name, _, place, _ in found[0] if place}
    assert bound >= set(found[1])


def test_the_frames_below_are_read_as_well():
    def outer(value):
        return middle([value])

    def middle(value):
        [found] = map(inner, [value])
        return found

    def inner(value):
        frame, all_found = sys._getframe(), []
        while frame.f_code.co_name != "test_the_frames_below_are_read_as_well":
            all_found.append((frames.localsplus(frame), frame))
            frame = frame.f_back
        return [(found, dict(each.f_locals), each.f_code) for found, each in all_found]

    everything = outer(1)
    assert [code.co_name for _, _, code in everything][-2:] == ["middle", "outer"]
    for found, f_locals, code in everything:
        # `frame`, `all_found` and the like have changed since in the function that looked
        if code.co_name != "inner" and "comp" not in code.co_name:
            assert_found(found, f_locals, code)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 leaves arguments on the stack of the caller as well")
def test_what_is_counted_is_the_reference_count():
    counted = LAYOUTS.find("PyObject", COUNT)

    def callee(value):
        place = id(value)
        number = int.from_bytes(frames.memory.read(place + counted.offset, counted.size), sys.byteorder)
        found = [each for frame in (sys._getframe(), sys._getframe(1)) for each in frames.localsplus(frame)]
        return number, [each.is_borrowed for each in found if each.address == place]

    def caller():
        held = object()
        return callee(held)

    number, borrowed = caller()
    assert len(borrowed) == 2
    assert number == borrowed.count(False)
    assert any(borrowed) == frames.is_tagged(LAYOUTS)


def test_a_frame_of_a_module_or_a_class_has_no_such_variables():
    space = {"looked": lambda: looked(sys._getframe(1))[0]}
    exec("a = 1\nfound = looked()\nclass C:\n    b = 2\n    inner = looked()", space)
    assert space["found"] == []
    assert space["C"].inner == []


def test_only_a_frame_object_is_read():
    with pytest.raises(TypeError, match="only a frame object"):
        frames.localsplus(3)


def test_another_version_is_refused_not_misread(monkeypatch):
    from pymastery.cpython.structs import Layouts, table

    key = "3.13" if LAYOUTS.key == "3.11" else "3.11" if INSIDE else "3.13"
    monkeypatch.setattr(frames, "_layouts", lambda: Layouts(key, table()[key]))
    with pytest.raises(frames.UnknownFrame):
        frames.localsplus(sys._getframe())


def values_of(prefix, text):
    return {name: int(value) for name, value in re.findall(rf"\b{prefix}_([A-Z_]+) = (-?\d+)", text)}


def test_states_and_owners_are_those_of_the_headers():
    include = include_folder()
    if include is None:
        pytest.skip("needs this interpreter's C headers")
    names = ("cpython/frameobject.h", "internal/pycore_frame.h", "internal/pycore_interpframe_structs.h")
    text = "".join((include / name).read_text() for name in names if (include / name).exists())
    owners = values_of("FRAME_OWNED_BY", text)
    states = {name: value for name, value in values_of("FRAME", text).items() if not name.startswith("OWNED")}
    meant = frames.frame_states()
    assert set(states.values()) == set(meant)
    for name, words in [("CREATED", "created"), ("SUSPENDED", "suspended"), ("EXECUTING", "running")]:
        assert meant[states[name]] == words
    assert meant[states["CLEARED"]] == frames.CLEARED
    if INSIDE:
        assert [owners[name] for name in ("THREAD", "GENERATOR", "FRAME_OBJECT")] == list(frames.OWNERS)
        assert {value for value in owners.values() if value > 2} & set(frames.OWNERS) == set()


def codes_in(module):
    pending = [each.__code__ for each in vars(module).values() if type(each) is types.FunctionType]
    for cls in [each for each in vars(module).values() if type(each) is type]:
        pending += [each.__code__ for each in vars(cls).values() if type(each) is types.FunctionType]
    while pending:
        code = pending.pop()
        yield code
        pending += [each for each in code.co_consts if type(each) is types.CodeType]


def noted_kinds(code):
    """co_localspluskinds, as the compiler has written it: Include/internal/pycore_code.h."""
    kinds = word(id(code) + LAYOUTS.offset("PyCodeObject", "co_localspluskinds"))
    count = word(kinds + LAYOUTS.offset("PyVarObject", "ob_size"))
    data = frames.memory.read(kinds + LAYOUTS.offset("PyBytesObject", "ob_sval"), count)
    return ["cell" if kind & 0x40 else "free" if kind & 0x80 else "local" for kind in data]


@pytest.mark.skipif(not INSIDE, reason="3.10 has no co_localspluskinds")
def test_kinds_are_those_that_the_compiler_noted():
    count = 0
    for module in (sys.modules["dataclasses"], sys.modules["typing"], traceback, pytest, sys.modules["functools"]):
        for code in codes_in(module):
            assert [kind for _, kind in frames.variables(code)] == noted_kinds(code)
            count += 1
    assert count > 200


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STATEMENTS.filter(lambda text: "yield" not in text), min_size=1, max_size=4))
def test_of_any_function_that_runs_each_variable_is_what_f_locals_says(statements):
    seen = []

    def look():
        frame = sys._getframe(1)
        found = frames.localsplus(frame)
        seen.append((found, frame.f_locals, frame.f_code))
        assert_found(*seen[-1])

    function_from(["look()", *statements, "look()"], look=look)([1.5])
    assert len(seen) == 2
