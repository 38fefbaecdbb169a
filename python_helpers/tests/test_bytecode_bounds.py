"""Code that is huge, or that somebody put together wrongly: an answer in bounds, never an error."""

import dis
import json
import opcode
import random
import sys
import types

import pytest
from bytecode_payload import EDGES, decode, validate
from bytecode_walk import caches_of

import pymastery as pm
from pymastery.bytecode import inspector, static, texts

HERE = sys.version_info[:2]
JUMPS = {*dis.hasjrel, *dis.hasjabs}


def total(values, start=0):
    for value in values:
        start += value
    return start


CODE = total.__code__
MANY = tuple(f"name_{number}" for number in range(256))
ROOMY = CODE.replace(
    co_consts=tuple(range(256)), co_names=MANY, co_varnames=tuple(f"v{index}" for index in range(256)), co_nlocals=256
)
"""Every argument of a byte points at something."""


def shown(code):
    """The rows of a code object, after everything that a view offers was asked for."""
    view = pm.bytecode(code)
    codes = decode(validate(view), places=False)
    bundle = json.loads(json.dumps(view._repr_mimebundle_(), allow_nan=False))
    assert bundle["text/plain"] == str(view)
    for listing, ours in zip(view.codes, codes, strict=True):
        assert len(listing.instructions) == sum(len(block.instructions) for block in listing.blocks) == len(ours.rows)
        offsets = [*(row.offset for row in ours.rows), ours.size]
        assert [tuple(entry) for entry in listing.exception_entries] == [
            (*(offsets[index] for index in entry[:3]), *entry[3:]) for entry in ours.exceptions
        ]
        assert bundle["text/plain"].count(f"\n{listing.qualname}: {len(ours.rows)} instruction") == 1
    return codes


def units(*pairs):
    """`co_code` of instructions (name or number, argument), with room for their caches."""
    raw = bytearray()
    for op, arg in pairs:
        number = dis.opmap[op] if isinstance(op, str) else op
        for shift in (24, 16, 8):
            if arg >> shift:
                raw += bytes((dis.EXTENDED_ARG, arg >> shift & 255))
        raw += bytes((number, arg & 255)) + bytes(2 * caches_of(number))
    return bytes(raw)


def test_huge_constants_and_names_are_bounded():
    code = CODE.replace(
        co_consts=(None, "x" * 10**6, 10**4000, tuple(range(10**5)), *range(5000)), co_names=("n" * 10**5,) * 5000
    )
    view = pm.bytecode(code)
    payload = validate(view)
    assert max(map(len, payload["program"]["texts"])) <= texts.TEXT_LIMIT
    (ours,) = decode(payload)
    assert len(ours.consts) == len(ours.names) == inspector.NAMES_LIMIT
    assert len(json.dumps(payload)) < 50_000


def test_what_instructions_use_is_always_named():
    count = inspector.NAMES_LIMIT + 500
    text = "\n".join(f"n{number} = {number}.5" for number in range(count))
    (ours,) = decode(validate(pm.bytecode(text)))
    said = [row.text for row in ours.rows if row.name.startswith(("STORE_NAME", "LOAD_CONST"))]
    assert f"n{count - 1}" in said
    assert f"{count - 1}.5" in said


@pytest.mark.parametrize("field", ["co_varnames", "co_cellvars", "co_freevars"])
def test_variables_are_bounded(field):
    names = tuple(f"v{number}" for number in range(texts.VARIABLES_LIMIT + 10))
    code = CODE.replace(**{field: names}, **({"co_nlocals": len(names)} if field == "co_varnames" else {}))
    (ours,) = shown(code)
    # before 3.11 cells and free variables have a table of their own
    tables = (
        (ours.cells, ours.variables) if HERE == (3, 10) and field != "co_varnames" else (ours.variables, ours.cells)
    )
    assert len(tables[0]) == len({*tables[0]}) == texts.VARIABLES_LIMIT
    assert len(tables[1]) == (len(CODE.co_varnames) if tables[1] is ours.variables else 0)
    assert len(ours.kinds) == len(ours.variables)


def test_a_very_long_code_object_is_cut_and_says_so():
    lines = inspector.LIMIT // 2
    view = pm.bytecode("x = y\n" * lines + "def f(): pass\n")
    payload = validate(view)
    cut = payload["program"]["cut"]
    codes = decode(payload)
    assert sum(len(code.rows) for code in codes) == cut["shown"] == inspector.LIMIT
    assert cut["total"] > cut["shown"]
    assert f"{static.ROWS} of {cut['total']} instructions are listed." in str(view)
    assert len(str(view)) < 400_000


def test_of_many_code_objects_the_first_are_shown():
    inner = compile("x = y\n" * (inspector.LIMIT // 4), "<inner>", "exec")
    copies = tuple(inner.replace(co_name=f"copy{number}") for number in range(4))
    view = pm.bytecode(CODE.replace(co_consts=copies))
    payload = validate(view)
    codes = decode(payload)
    assert sum(len(code.rows) for code in codes) == payload["program"]["cut"]["shown"] == inspector.LIMIT
    assert [code.name for code in codes] == ["total", "copy0", "copy1"]
    assert codes[0].consts[:2] == [-2, -3]
    assert codes[0].consts[2] == "<code object copy2>"  # not shown here


@pytest.mark.parametrize("name", ["LOAD_CONST", "LOAD_FAST", "LOAD_NAME", "LOAD_DEREF", "JUMP_FORWARD", "COMPARE_OP"])
@pytest.mark.parametrize("count", [1, 300])
def test_arguments_that_point_at_nothing_have_no_text(name, count):
    (ours,) = shown(CODE.replace(co_code=units(*[(name, 255)] * count)))
    assert {row.name for row in ours.rows} == {name}
    assert {row.arg for row in ours.rows} == {255}
    reached = [row for row in ours.rows if row.target is not None]
    step = 1 + caches_of(dis.opmap[name])
    assert len(reached) == (max(0, count - 256 // step) if name == "JUMP_FORWARD" else 0)


@pytest.mark.parametrize("name", ["BUILD_LIST", "UNPACK_SEQUENCE"])
def test_depths_that_no_stack_can_have_are_none(name):
    code = CODE.replace(co_code=units(*[(name, 2**31 - 1)] * 4, ("RETURN_VALUE", 0)))
    (ours,) = shown(code)
    assert min(row.depth for row in ours.rows) == -1
    assert {instruction.stack_before for instruction in pm.bytecode(code).instructions} >= {None}


def test_a_handler_of_a_depth_that_no_stack_can_have_is_none():
    body = [*[("UNPACK_SEQUENCE", 2**31 - 1)] * 4, ("NOP", 0), ("NOP", 0), ("RETURN_VALUE", 0)]
    if HERE == (3, 10):
        body.insert(4, ("SETUP_FINALLY", 1))
        assert shown(CODE.replace(co_code=units(*body)))[0].exceptions == []
        return
    # Objects/exception_handling_notes.txt: six bits a byte, 64 where more follow, 128 where an entry begins
    deep = bytes((128, 1, 1, 64 | 1, *[127] * 8, 63))
    assert shown(CODE.replace(co_exceptiontable=deep))[0].exceptions == []


TABLES = [
    b"\xff",
    b"\x80",
    b"\x80\x01",
    bytes((128 | 63, 1, 0, 0)),
    bytes((129, 0, 0, 0)),
    bytes(range(256)),
    b"\0" * 40,
]


@pytest.mark.skipif(HERE == (3, 10), reason="3.10 has no exception table")
@pytest.mark.parametrize("table", TABLES, ids=range(len(TABLES)))
def test_a_table_that_is_none_is_no_error(table):
    (ours,) = shown(CODE.replace(co_exceptiontable=table))
    for start, end, handler, depth, _ in ours.exceptions:
        assert 0 <= start < end <= len(ours.rows)
        assert 0 <= handler < len(ours.rows)
        assert depth >= 0


@pytest.mark.skipif(HERE == (3, 10), reason="3.10 has no exception table")
def test_there_are_no_more_entries_than_instructions():
    (ours,) = shown(CODE.replace(co_exceptiontable=bytes((128, 1, 0, 0)) * 100_000))
    assert len(ours.exceptions) <= len(ours.rows)


@pytest.mark.skipif(HERE == (3, 10), reason="3.10 has no exception table")
def test_of_entries_that_overlap_the_first_counts():
    # get_exception_handler of Python/ceval.c takes the first that covers the instruction
    code = CODE.replace(co_code=units(*[("NOP", 0)] * 6, ("RETURN_VALUE", 0)))
    table = bytes((128 | 1, 2, 5, 0)) + bytes((128, 4, 4, 0))
    (ours,) = shown(code.replace(co_exceptiontable=table))
    assert [entry[:3] for entry in ours.exceptions] == [(1, 3, 5), (0, 4, 4)]
    raised = {ours.blocks[start]: ours.blocks[end] for start, end, kind in ours.edges if EDGES[kind] == "exception"}
    assert raised == {0: 4, 1: 5, 3: 4}


@pytest.mark.parametrize("table", [b"", b"\xff\xff\xff", bytes(range(64)), b"\x80" * 99])
def test_a_location_table_that_is_none_is_handed_on_and_no_error(table):
    view = pm.bytecode(CODE.replace(co_linetable=table))
    decode(validate(view), places=False)
    assert str(view)
    assert len(view.instructions) == len(pm.bytecode(CODE).instructions)


def test_a_code_object_without_instructions_is_empty():
    (ours,) = shown(CODE.replace(co_code=b""))
    assert (ours.rows, ours.blocks, ours.edges) == ([], [], [])


@pytest.mark.parametrize("line", [1, 2**31 - 1])
@pytest.mark.parametrize("size", [1, 2**20])
def test_numbers_of_a_code_object_come_through(line, size):
    (ours,) = shown(CODE.replace(co_firstlineno=line, co_stacksize=size, co_flags=CODE.co_flags | 0x7E000000))
    assert (ours.first_line, ours.stack_size) == (line, size)


def test_a_jump_over_more_than_255_units_goes_to_the_right_row():
    text = "def f(x):\n while x:\n  " + "\n  ".join(f"x = x + {number}" for number in range(400))
    code = decode(validate(pm.bytecode(text)))[1]
    far = [(index, row.target) for index, row in enumerate(code.rows) if row.target and abs(row.target - index) > 255]
    assert far
    for before, row in zip(code.rows, code.rows[1:], strict=False):
        assert row.name == "EXTENDED_ARG" or (before.name == "EXTENDED_ARG") == ((row.arg or 0) > 255)


def made_up():
    """Instructions that no compiler put together: jumps anywhere, arguments of every size; the same in each run."""
    draw = random.Random(11)
    known = [op for name, op in opcode.opmap.items() if op < 256 and not name.startswith(("INSTRUMENTED", "ENTER_EX"))]
    # an opcode that has no name, or a cache that is not there, crashes 3.11 and later when it is made
    ops = range(256) if HERE == (3, 10) else [op for op in known if dis.opname[op] not in ("CACHE", "RESERVED")]
    jumps = [op for op in ops if op in JUMPS]
    for _ in range(250):
        count = draw.randrange(1, 40)
        pairs = [(draw.choice((draw.choice(ops), draw.choice(jumps))), draw.randrange(40)) for _ in range(count)]
        yield ROOMY.replace(co_code=b"".join(units(pair) for pair in pairs))


@pytest.fixture(scope="module")
def made():
    """(code object, what is shown of it) of each."""
    return [(code, *shown(code)) for code in made_up()]


def test_made_up_code_is_listed_as_dis_lists_it(made):
    compared = 0
    for code, ours in made:
        try:
            theirs = list(dis.get_instructions(code))
        except (IndexError, KeyError, ValueError):
            continue
        compared += 1
        assert [(row.offset, row.name) for row in ours.rows] == [(each.offset, each.opname) for each in theirs]
        assert [(row.arg or 0) % 2**31 for row in ours.rows] == [(each.arg or 0) % 2**31 for each in theirs]
        at = {each.offset: index for index, each in enumerate(theirs)}
        jumps = [each for each in theirs if each.opcode in JUMPS and not each.argrepr.startswith("from")]
        targets = {at[each.offset]: at[each.argval] for each in jumps if each.argval in at}
        assert {index: row.target for index, row in enumerate(ours.rows) if row.target is not None} == targets
    assert compared > 100


def test_the_graph_of_made_up_code_is_a_graph(made):
    for _, ours in made:
        assert ours.blocks[0] == 0
        assert ours.blocks == sorted(set(ours.blocks))
        assert all(0 <= start < len(ours.blocks) and 0 <= end < len(ours.blocks) for start, end, _ in ours.edges)
        assert all(row.depth >= -1 for row in ours.rows)


class Text(str):
    """A name of a subclass of str."""

    __slots__ = ()

    def __str__(self):
        raise RuntimeError("the learner's code was run")

    __repr__ = __len__ = __format__ = encode = isascii = __str__


def test_names_of_a_subclass_of_str_are_taken_as_characters():
    changes = {"co_name": Text("náme"), "co_filename": Text("file\ud800")}
    if hasattr(types.CodeType, "co_qualname"):
        changes["co_qualname"] = Text("a.náme")
    view = pm.bytecode(CODE.replace(**changes))
    (ours,) = decode(validate(view))
    assert ours.name == "náme"
    assert str(view).encode()
