"""What a view offers to be asked: the same as `dis` says on this interpreter, and it cannot be changed."""

import dataclasses
import dis
import itertools
import sysconfig
import types
import warnings
from pathlib import Path

import pytest
from bytecode_payload import decode, validate
from bytecode_walk import HERE, effect, walk
from stack_programs import TEXTS as PROGRAMS

import pymastery as pm
from pymastery.bytecode.texts import TEXT_LIMIT

LIBRARY = Path(sysconfig.get_path("stdlib"))
JUMPS = {*dis.hasjrel, *dis.hasjabs}
TEXTS = {
    **PROGRAMS,
    "json": (LIBRARY / "json" / "decoder.py").read_text(encoding="utf-8"),
    "asyncio": (LIBRARY / "asyncio" / "base_events.py").read_text(encoding="utf-8"),
    "long": "def f(x):\n while x:\n  " + "\n  ".join(f"x = x + {number}" for number in range(300)),
}


@pytest.fixture(scope="module", params=TEXTS)
def pairs(request):
    """(listing, what dis says, the walk) of each code object of a text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of `return` in `finally`
        view = pm.bytecode(TEXTS[request.param])
    # dis.Bytecode, as dis.dis() does, labels what the exception table refers to; dis.get_instructions does not
    return [(listing, list(dis.Bytecode(listing.code)), walk(listing.code)) for listing in view.codes]


def test_offset_opname_and_arg(pairs):
    for listing, theirs, _ in pairs:
        assert [(each.offset, each.opname, each.arg) for each in listing.instructions] == [
            (each.offset, each.opname, each.arg) for each in theirs
        ]


def test_argrepr(pairs):
    for listing, theirs, _ in pairs:
        for ours, each in zip(listing.instructions, theirs, strict=True):
            if isinstance(each.argval, types.CodeType):
                assert ours.argrepr == f"<code object {each.argval.co_name}>"
            elif "…" in ours.argrepr and "…" not in each.argrepr:
                assert len(each.argrepr) > TEXT_LIMIT - 2
                assert ours.argrepr[1:8] == each.argrepr[1:8]
            else:
                assert ours.argrepr == each.argrepr


def test_positions(pairs):
    for listing, _, _ in pairs:
        code = listing.code
        if hasattr(code, "co_positions"):
            theirs = list(itertools.islice(code.co_positions(), len(code.co_code) // 2))
        else:
            lines = [(start, end, line) for start, end, line in code.co_lines()]
            line_at = {offset: line for start, end, line in lines for offset in range(start, end)}
            theirs = [(line_at[offset], None, None, None) for offset in range(0, len(code.co_code), 2)]
        for ours in listing.instructions:
            assert ours.position == theirs[ours.offset // 2]
            assert ours.position._fields == ("lineno", "end_lineno", "col_offset", "end_col_offset")


def test_targets(pairs):
    for listing, theirs, _ in pairs:
        for ours, each in zip(listing.instructions, theirs, strict=True):
            lands = each.opcode in JUMPS and not each.argrepr.startswith("from ")
            assert ours.target == (each.argval if lands else None)


def entries_of(listing, found):
    """Start, end, handler, depth, lasti of each entry of the exception table, offsets in bytes."""
    if HERE >= (3, 11):
        parsed = dis._parse_exception_table(listing.code)
        return [(entry.start, entry.end, entry.target, entry.depth, entry.lasti) for entry in parsed]
    at = [*(item.offset for item in found.items), len(listing.code.co_code)]
    return [(at[start], at[end], at[to], depth, lasti) for start, end, to, depth, lasti in found.entries()]


def test_labels(pairs):
    for listing, theirs, found in pairs:
        ours = [each.label for each in listing.instructions]
        if HERE >= (3, 13):
            assert ours == [f"L{each.label}" if each.label else "" for each in theirs]
            continue
        marked = {found.items[item.target].offset for item in found.items if item.target is not None}
        marked |= {offset for entry in entries_of(listing, found) for offset in entry[:3]}
        assert {each.offset for each in listing.instructions if each.label} == marked - {len(listing.code.co_code)}
        assert [label for label in ours if label] == [f"L{place}" for place in range(1, 1 + sum(map(bool, ours)))]


def test_labels_are_found_by_offset(pairs):
    for listing, _, _ in pairs:
        said = {each.offset: each.label for each in listing.instructions}
        end = len(listing.code.co_code)
        for offset in range(-2, end):
            assert listing.label_at(offset) == said.get(offset, "")
        referred = any(entry.end == end for entry in listing.exception_entries)
        assert bool(listing.label_at(end)) == referred
        assert listing.label_at(end + 2) == ""
        assert listing.offsets == (*said, end)


@pytest.mark.skipif(HERE < (3, 13), reason="dis has no cache_info before 3.13")
def test_caches(pairs):
    # dis names a field of the branches "counter", and those of LOAD_GLOBAL in another order than they are stored
    for listing, theirs, _ in pairs:
        for ours, each in zip(listing.instructions, theirs, strict=True):
            said = [(name, size) for name, size, _ in each.cache_info or ()]
            mine = [(cache.name.replace("branches", "counter"), cache.size) for cache in ours.caches]
            assert not any(any(data) for _, _, data in each.cache_info or ())
            assert (sorted(mine) if ours.opname == "LOAD_GLOBAL" else mine) == (
                sorted(said) if ours.opname == "LOAD_GLOBAL" else said
            )


def test_caches_fill_the_gap_to_the_next_instruction(pairs):
    for listing, _, _ in pairs:
        for ours, after in itertools.pairwise(listing.instructions):
            assert ours.offset + 2 + 2 * sum(cache.size for cache in ours.caches) == after.offset


def test_depths_are_ints_or_none(pairs):
    for listing, _, found in pairs:
        for index, (ours, item) in enumerate(zip(listing.instructions, found.items, strict=True)):
            before = found.depths[index]
            assert ours.stack_before == before
            if before is None:
                assert (ours.stack_after, ours.stack_after_jump) == (None, None)
                continue
            kinds = {kind: target for target, kind in found.ways(index)}
            jumps = next((target for kind, target in kinds.items() if kind in ("jump", "taken")), None)
            assert ours.stack_after_jump == (None if jumps is None else found.depths[jumps])
            onward = next((target for kind, target in kinds.items() if kind in ("next", "not taken")), jumps)
            assert type(ours.stack_after) is int
            if onward is not None:
                assert ours.stack_after == found.depths[onward]
            elif item.name != "RETURN_VALUE":
                assert ours.stack_after == before + effect(item.op, item.arg, False)
            else:
                assert ours.stack_after == before - 1


def test_what_is_left_when_control_leaves():
    def f(a):
        if a:
            return a
        raise a

    for instruction in pm.bytecode(f).instructions:
        if instruction.opname in ("RETURN_VALUE", "RAISE_VARARGS"):
            assert (instruction.stack_after, instruction.stack_after_jump) == (0, None)


def test_blocks_are_the_instructions_in_parts(pairs):
    for listing, _, found in pairs:
        blocks = listing.blocks
        assert tuple(itertools.chain.from_iterable(block.instructions for block in blocks)) == listing.instructions
        assert [block.index for block in blocks] == list(range(len(blocks)))
        assert [block.start for block in blocks] == [block.instructions[0].offset for block in blocks]
        assert [block.end for block in blocks] == [*(block.start for block in blocks[1:]), len(listing.code.co_code)]
        first = {block.start: block.index for block in blocks}
        for block in blocks:
            place = next(
                index for index, item in enumerate(found.items) if item.offset == block.instructions[-1].offset
            )
            ways = {(kind, first[found.items[target].offset]) for target, kind in found.ways(place)}
            guard = found.guards[place]
            assert {*block.edges} == ways | ({("exception", first[found.items[guard[0]].offset])} if guard else set())
            assert block.reachable == (found.depths[place] is not None)


def test_exception_entries(pairs):
    for listing, _, found in pairs:
        assert [tuple(entry) for entry in listing.exception_entries] == entries_of(listing, found)
        assert all(type(entry.lasti) is bool for entry in listing.exception_entries)


def test_codes_have_what_the_code_objects_have(pairs):
    for listing, _, _ in pairs:
        code = listing.code
        assert (listing.name, listing.stack_size) == (code.co_name, code.co_stacksize)
        assert listing.qualname == getattr(code, "co_qualname", code.co_name)
        assert listing.flags.split() == [name for bit, name in dis.COMPILER_FLAG_NAMES.items() if code.co_flags & bit]
        assert repr(listing) == f"<bytecode of {listing.qualname}: {len(listing.instructions)} instructions>"


def sample(a):
    try:
        return [x for x in a if x]
    except TypeError:
        return lambda: a


def test_a_view_speaks_of_the_outermost_code_object():
    view = pm.bytecode(sample)
    assert view.codes[0].code is sample.__code__
    assert view.instructions == view.codes[0].instructions
    assert view.blocks == view.codes[0].blocks
    assert view.exception_entries == view.codes[0].exception_entries
    assert view.codes[0].level == 0
    assert {listing.level for listing in view.codes[1:]} == {1}


class Pair:
    def first(self):
        return 1

    def second(self):
        return [2]


def test_a_view_of_a_class_speaks_of_its_functions_in_turn():
    view = pm.bytecode(Pair)
    one, two = view.codes
    assert view.instructions == one.instructions + two.instructions
    assert view.blocks == one.blocks + two.blocks


def test_the_payload_says_the_same_as_the_surface():
    view = pm.bytecode(TEXTS["try"])
    for ours, theirs in zip(decode(validate(view)), view.codes, strict=True):
        for row, each in zip(ours.rows, theirs.instructions, strict=True):
            assert (row.offset, row.name, row.arg, row.position) == (each.offset, each.opname, each.arg, each.position)
            assert row.depth == (-1 if each.stack_before is None else each.stack_before)


@pytest.mark.parametrize("name", ["instructions", "blocks", "codes", "exception_entries", "payload", "film", "other"])
def test_a_view_cannot_be_changed(name):
    view = pm.bytecode(sample)
    with pytest.raises(AttributeError):
        setattr(view, name, ())


def test_what_a_view_holds_cannot_be_changed():
    view = pm.bytecode(sample)
    for held, name in ((view.instructions[0], "opname"), (view.blocks[0], "start")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(held, name, 1)
    for listing in view.codes:
        with pytest.raises(AttributeError):
            listing.name = "another"
    assert all(type(part) is tuple for part in (view.instructions, view.blocks, view.exception_entries, view.codes))


def test_asking_does_not_change_the_payload():
    view, untouched = pm.bytecode(sample), pm.bytecode(sample)
    assert view.instructions
    assert view.blocks
    assert str(view)
    assert view.payload == untouched.payload
