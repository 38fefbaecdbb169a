"""The guarded reader: right bytes, and a bad address is an exception in a process that lives on."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from pymastery.cpython import memory

HELPERS = Path(__file__).resolve().parents[1]
CHILD = """
import random
from pymastery.cpython import memory
bad = [0, 8, 16, 4096, 1 << 46, (1 << 47) - 8, 1 << 63, 0xffffffffff600000, (1 << 64) - 8, -1, 1 << 70]
dice = random.Random(7)
bad += [dice.getrandbits(47) | 1 << 20 for _ in range(2000)]
makers = [make for make in memory._candidates()]
for make in makers:
    reader = make()
    refused = 0
    memory.reader = lambda: reader
    for address in bad:
        try:
            memory.read(address, 64)
        except memory.BadAddress:
            refused += 1
    print(make.__name__, refused, len(bad))
print("alive")
"""


@pytest.mark.skipif(sys.platform == "emscripten", reason="one flat memory, no child processes")
def test_bad_addresses_raise_in_every_reader_and_the_process_lives():
    run = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, env={"PYTHONPATH": str(HELPERS)}, check=False
    )
    assert run.returncode == 0, run.stderr
    *readers, last = run.stdout.splitlines()
    assert last == "alive"
    assert readers
    for line in readers:
        _, refused, total = line.split()
        # of random addresses a few may be mapped by chance
        assert int(refused) >= int(total) - 5, line


ADDRESSES = """
import ctypes, gc, mmap, random
from pymastery.cpython import memory

dice = random.Random(11)
kept = [object() for _ in range(500)]
freed = [id(object()) for _ in range(200)] + [id([number] * 50) for number in range(800)]
gone = mmap.mmap(-1, 1 << 20)
view = (ctypes.c_char * 8).from_buffer(gone)
unmapped = ctypes.addressof(view)
del view
gone.close()

def address():
    kind = dice.randrange(5)
    if kind == 0:
        return dice.getrandbits(48)
    if kind == 1:
        return dice.choice(freed) + dice.randrange(-64, 64)
    if kind == 2:
        return id(dice.choice(kept)) | 1
    if kind == 3:
        return unmapped + dice.randrange(1 << 20)
    return dice.choice((0, 1, -1, 1 << 63, (1 << 64) - 1)) + dice.randrange(-9, 9)

returned = raised = 0
for _ in range(100_000):
    try:
        data = memory.read(address(), dice.choice((1, 8, 24, 64, 1000)))
        assert type(data) is bytes
        returned += 1
    except memory.BadAddress:
        raised += 1
print(returned, raised, "alive")
"""


@pytest.mark.skipif(sys.platform == "emscripten", reason="one flat memory, no child processes")
def test_a_hundred_thousand_reads_of_any_address_return_or_raise():
    run = subprocess.run(
        [sys.executable, "-c", ADDRESSES], capture_output=True, text=True, env={"PYTHONPATH": str(HELPERS)}, check=False
    )
    assert run.returncode == 0, run.stderr
    returned, raised, last = run.stdout.split()
    assert last == "alive"
    assert int(returned) + int(raised) == 100_000
    assert int(returned) > 10_000
    assert int(raised) > 10_000


@pytest.mark.parametrize("make", memory._candidates(), ids=lambda make: make.__name__)
def test_each_reader_returns_the_bytes_that_are_there(make):
    reader = make()
    for size in (1, 7, 64, 4096, 4097, 70_000):
        data = bytes(range(256)) * (size // 256 + 1)
        buffer = ctypes.create_string_buffer(data[:size], size)
        assert reader(ctypes.addressof(buffer), size) == data[:size]


@pytest.mark.parametrize(("address", "size"), [(1, -1), (id(None), memory.LARGEST + 1), (-8, 8), (0, 8), (1 << 80, 8)])
def test_what_is_no_read_is_refused_before_the_system_is_asked(address, size, monkeypatch):
    monkeypatch.setattr(memory, "reader", lambda: pytest.fail("the system was asked"))
    with pytest.raises(memory.BadAddress):
        memory.read(address, size)


def test_without_a_reader_the_layout_says_so(monkeypatch):
    import pymastery as pm
    from pymastery.layout import inspector

    def none():
        raise memory.NoReader("This environment gives no safe way to read memory.")

    monkeypatch.setattr(memory, "reader", none)
    inspector.source.cache_clear()
    try:
        payload = pm.layout([1]).payload
    finally:
        inspector.source.cache_clear()
    assert payload["blocks"] == []
    assert "no safe way" in payload["notice"]
    assert payload["object"]["repr"] == "[1]"
