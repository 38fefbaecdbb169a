"""Where an object lives: the pool by what the allocator does next, and reports itself; the rest by what happens."""

import gc
import json
import os
import random
import subprocess
import sys
import textwrap
import weakref

import pytest
from layout_subjects import FREE_THREADED, SUBJECTS, VALIDATOR, named
from test_layout_hostile import HOSTILE

import pymastery as pm

SOME = 7
GENERATIONAL = gc.get_threshold()[2] > 0 and not FREE_THREADED
needs_pools = pytest.mark.skipif(
    sys.platform == "emscripten" or FREE_THREADED, reason="pymalloc allocates nothing here"
)


def run(code, *options, **environment):
    """Return what a fresh interpreter prints, as JSON: its heap is quiet."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    result = subprocess.run(
        [sys.executable, *options, "-c", textwrap.dedent(code)],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


SIZED = """
    import gc, json, os, re, sys, tempfile
    import pymastery as pm
    gc.disable()
    # 400 bytes with the collector's words: no list grows to that, and little else has it
    Sized = type("Sized", (), {"__slots__": [f"a{number}" for number in range(46)]})
    place = lambda x: pm.layout(x).place
    def pools_of(some):
        return [place(each).pool for each in some]
    def make(count):
        return [Sized() for _ in range(count)]
    pools_of(make(1))  # what is imported then, and cached, takes its blocks before
    xs = make(500)
    while pools_of(xs[-1:])[0].states.count("n") < 8:  # room for what else is of this size for a moment
        xs += make(1)
    pools = {}
    for x in xs:
        pool = place(x).pool
        pools.setdefault(pool.address, []).append(x)
"""


@needs_pools
def test_pools_have_as_many_blocks_in_use_as_the_allocator_reports():
    """sys._debugmallocstats counts in C. A pool without an object of ours is full, as it was asked before."""
    found = run(
        SIZED
        + """
    from pymastery.cpython import pymalloc
    from pymastery.cpython.structs import layouts_here
    layouts = layouts_here()
    each = len(place(xs[0]).pool.states)
    total = each * len(pools)
    with tempfile.TemporaryFile() as file:
        old = os.dup(2)
        os.dup2(file.fileno(), 2)
        # the pools alone: what a view is made of has blocks of this size for a moment
        states = "".join([pymalloc.pool_of(layouts, address + 48).states for address in pools])
        used = states.count("u") + states.count("o")
        sys._debugmallocstats()
        os.dup2(old, 2)
        file.seek(0)
        report = file.read().decode()
    row = next(map(str.split, re.findall(r"^ +\\d+ +400 .+", report, re.MULTILINE)))
    row = list(map(int, row))
    print(json.dumps([len(pools), used, total - used, each, row]))
    """
    )
    count, used, free, each, (_, _, said_count, said_used, said_free) = found
    assert count > 10
    assert said_free == free
    assert said_used - used == (said_count - count) * each


@needs_pools
def test_a_new_object_gets_the_id_that_is_predicted():
    """Only of the pool that is asked first, and as long as nothing else of this size is made."""
    freed, turn, predicted, got = run(
        SIZED
        + """
    first = xs.pop(100)
    other = next(x for x in xs if place(x).pool.address == place(first).pool.address)
    freed = id(first)
    del first, x, pools
    [pool] = pools_of([other])
    [new] = make(1)
    print(json.dumps([freed, pool.turn, pool.following_id, id(new)]))
    """
    )
    assert predicted == freed == got
    assert turn == 0


@needs_pools
def test_pools_are_asked_in_the_order_that_is_said():
    """Three full pools of which a block each is freed: the last one is asked first."""
    turns, predicted, got = run(
        SIZED
        + """
    full = [mine[:2] for mine in pools.values() if len(mine) > 2 and place(mine[0]).pool.following is None][:3]
    kept = [pair[1] for pair in full]
    ids = [id(pair[0]) for pair in full]
    del pools, full, x
    for number in ids:
        del xs[next(index for index, each in enumerate(xs) if id(each) == number)]
    made = pools_of(kept)
    new = make(3)
    print(json.dumps([[p.turn for p in made], [p.following_id for p in made], [id(each) for each in new]]))
    """
    )
    assert turns == [2, 1, 0]
    assert predicted[::-1] == got


class Thing:
    __slots__ = ("__weakref__", *(f"a{number}" for number in range(20)))


def states_of(pool, numbers, front):
    first = pool.address + 48
    places = [divmod(number - front - first, pool.block_size) for number in numbers]
    assert not [behind for _, behind in places if behind]
    return [pool.states[index] for index, _ in places]


@needs_pools
def test_objects_that_are_there_are_in_use_and_freed_ones_free():
    things = [Thing() for _ in range(400)]
    pool = pm.layout(things[200]).place.pool
    front = pool.address + 48 + pool.index * pool.block_size
    front = id(things[200]) - front  # bytes of the words in front
    here = [id(each) for each in things if pool.address < id(each) < pool.address + 16384]
    assert len(here) > 3
    states = states_of(pool, here, front)
    assert states.count("o") == 1
    assert set(states) == {"o", "u"}
    gone = [number for number in here if number != id(things[200])]
    things = [things[200]]
    again = pm.layout(things[0]).place.pool
    assert set(states_of(again, gone, front)) == {"f"}
    assert again.address == pool.address


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_a_place_is_valid_and_holds_together(subject):
    view = pm.layout(subject)
    VALIDATOR.validate(view.payload)
    place, own = view.place, view.blocks[0]
    assert place.parts[0].size == own.size
    if place.pool is None:
        return
    start = place.pool.address + 48 + place.pool.index * place.pool.block_size
    assert start == view._facts.address + view._facts.blocks[0].start
    assert own.size <= place.pool.block_size <= 512
    assert place.pool.states.count("o") == 1
    assert 48 + len(place.pool.states) * place.pool.block_size <= 16384


FRESH = [object, lambda: 1.5 * SOME, lambda: 10**30 * SOME, lambda: [SOME], lambda: {"a": SOME}, lambda: "x" * SOME,
         lambda: (SOME, []), lambda: lambda: 0, Thing, lambda: set("ab")]  # fmt: skip


@pytest.mark.parametrize("make", FRESH, ids=range(len(FRESH)))
@needs_pools
def test_a_small_new_object_is_in_a_pool_of_its_size(make):
    subject = make()
    place = pm.layout(subject).place
    assert place.pool is not None
    assert place.pool.block_size - 16 < place.parts[0].size <= place.pool.block_size
    assert place.pool.proof.status == "verified"


@needs_pools
def test_what_is_in_no_pool_is_said_to_be_in_none():
    for subject, words in ((b"x" * 500, "malloc: "), (int, "No allocator"), (None, "No ")):
        place = pm.layout(subject).place
        assert place.pool is None
        assert not place.neighbours
        assert place.allocator.startswith(words)


@pytest.mark.parametrize(
    ("allocator", "words"),
    [("malloc", "does not allocate with pymalloc"), ("debug", "debug hooks"), ("malloc_debug", "debug hooks")],
)
@needs_pools
def test_an_allocator_that_is_not_pymalloc_is_recognised(allocator, words):
    code = """
    import json
    import pymastery as pm
    places = [pm.layout(x).place for x in (object(), [1], "x" * len("ab"), 1.5 * len("ab"))]
    print(json.dumps([[place.allocator, place.pool] for place in places]))
    """
    for said, pool in run(code, PYTHONMALLOC=allocator):
        assert words in said
        assert pool is None


@needs_pools
def test_neighbours_are_objects_that_lie_there():
    things = [Thing() for _ in range(300)]
    for thing in things[100:110]:
        place = pm.layout(thing).place
        at = {id(each): each for each in things}
        for distance in (-2, -1, 1, 2):
            number = id(thing) + distance * place.pool.block_size
            if number in at:
                texts = [each.text for each in place.neighbours if each.distance == distance]
                assert texts == ["<Thing>"]


def test_parts_are_what_getsizeof_adds_up():
    items = list(range(20))
    place = pm.layout(items).place
    assert [part.id for part in place.parts] == ["object", "ob_item"]
    assert place.whole == place.getsizeof == sys.getsizeof(items)
    table = dict.fromkeys("abcdefgh")
    place = pm.layout(table).place
    assert place.whole == place.getsizeof == sys.getsizeof(table)
    assert place.getsizeof_counts == "all of these"


def test_keys_that_are_shared_are_not_the_dicts_own():
    for subject in ({}, vars(type("Plain", (), {"__init__": lambda self: setattr(self, "a", 1)})())):
        keys = next(part for part in pm.layout(subject).place.parts if part.id == "ma_keys")
        assert not keys.counted
        assert "shared" in keys.text


class Plain:
    def __init__(self):
        self.a, self.b = 1, 2


@needs_pools
def test_attribute_values_are_in_the_block_that_the_allocator_gave():
    made = [Plain() for _ in range(50)]
    place = pm.layout(made[-1]).place
    values = next((part for part in place.parts if part.id == "values"), None)
    if sys.version_info < (3, 11):
        assert values is None
        return
    assert values is not None
    # the class takes room for one attribute less with each instance that is made, after it was made
    if sys.version_info >= (3, 13):
        assert 0 <= place.pool.block_size - place.whole < 16 + 8 + 8
    else:
        for each, least in ((made[-1], 8), (made[0], 7 * 8)):
            values = next(part for part in pm.layout(each).place.parts if part.id == "values")
            block = int(values.text.removeprefix("in a block of ").removesuffix(" bytes"))
            assert 0 <= block - values.size < 16 + least
    assert place.getsizeof_counts == "without the attribute values, which no __sizeof__ counts"


class Node:
    __slots__ = ("__weakref__", "a", "b", "c")


def dead_with(root):
    """Return what is retained, and how many nodes really die with the one in a list: nothing holds it any more."""
    died = []
    nodes = [weakref.ref(each, died.append) for each in gc.get_objects() if type(each) is Node]
    retained = pm.layout(root[0]).place.retained
    for each in nodes:
        for name in "abc":
            if getattr(each(), name, None) is root[0]:
                delattr(each(), name)
    root.clear()
    gc.collect()
    return retained, len(died)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_retained_is_what_dies_with_it(seed):
    chance = random.Random(seed)
    nodes = [Node() for _ in range(chance.randrange(2, 40))]
    for _ in range(chance.randrange(1, 80)):
        setattr(chance.choice(nodes), chance.choice("abc"), chance.choice(nodes))
    outside = chance.sample(nodes, chance.randrange(len(nodes) // 4 + 1))
    root = [nodes[0]]
    outside = [each for each in outside if each is not root[0]]
    nodes.clear()
    gc.collect()
    size = sys.getsizeof(root[0])
    retained, died = dead_with(root)
    assert retained.objects == died
    assert retained.size == died * size
    assert not retained.cut
    assert outside is not None


def test_a_walk_that_is_cut_says_so(monkeypatch):
    from pymastery.layout import retained

    monkeypatch.setattr(retained, "OBJECTS", 10)
    items = [[number] for number in range(50)]
    found = pm.layout(items).place.retained
    assert found.cut
    assert 1 <= found.objects <= 10
    assert "at least" in str(pm.layout(items))


def test_immortal_objects_retain_nothing():
    assert pm.layout(int).place.retained is None or sys.version_info < (3, 12)
    assert pm.layout(None).place.retained is None or sys.version_info < (3, 12)


def test_generations_are_those_that_collections_lead_to():
    if not GENERATIONAL:
        pytest.skip("this collector has no three generations")
    gc.disable()
    try:
        gc.collect()
        items = [[]]
        numbers = [pm.layout(items).place.generation.number]
        for collected in (0, 1):
            gc.collect(collected)
            numbers.append(pm.layout(items).place.generation.number)
        assert numbers == [0, 1, 2]
        gc.freeze()
        assert "permanent" in pm.layout(items).place.generation.text
    finally:
        gc.unfreeze()
        gc.enable()


def test_why_an_object_is_not_tracked():
    gc.collect()
    pair = (SOME, str(SOME))
    gc.collect()
    for subject, words in ((SOME, "no part"), (int, "static"), (pair, "holds nothing tracked"), ((), "nothing")):
        generation = pm.layout(subject).place.generation
        assert generation.tracked is gc.is_tracked(subject) is False
        assert words in generation.text
        assert generation.proof.status == "verified"


@needs_pools
def test_no_code_of_the_object_is_run():
    for base in (object, list, dict):
        subject = base.__new__(type("Hostile", (base,), HOSTILE))
        place = pm.layout(subject).place
        assert place.pool is not None
        assert place.getsizeof == 0
        assert "Python code" in place.getsizeof_counts


@needs_pools
def test_a_view_that_was_drawn_has_no_place():
    view = pm.layout([1])
    bundle = view._repr_mimebundle_()
    assert "Where it lives: pymalloc" in bundle["text/plain"]
    assert "Where it lives: pymalloc" in bundle["text/html"]
    with pytest.raises(ValueError, match="where it lives"):
        _ = view.place


def test_text_keys_are_freed_with_their_dict():
    table = {f"key number {number}": None for number in range(100)}
    found = pm.layout(table).place.retained
    assert found.objects == 101
    keys = sum(map(sys.getsizeof, table))
    assert found.size == sys.getsizeof(table) + keys
    assert not found.cut


def test_a_cut_is_only_said_where_something_was_left_out():
    exactly = [object() for _ in range(19_999)]
    assert not pm.layout(exactly).place.retained.cut
    more = [object() for _ in range(20_000)]
    assert pm.layout(more).place.retained.cut
