"""The keys object of a dict: a header, the index of the hash table, the entries in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pymastery.cpython import memory
from pymastery.cpython.models import Model
from pymastery.cpython.structs import Layouts
from pymastery.describe import describe
from pymastery.layout.facts import Block, Proof, Target
from pymastery.layout.reading import NO_SECOND_SOURCE, SHOWN, Reading, compared

SEPARATE = 64
"""Slots of the index that are fields of their own; the rest of a larger one is a single field."""

_STRUCT = "_dictkeysobject"
_KINDS = ("general: any keys", "unicode: only str keys", "split: values elsewhere")
_LARGEST = 1 << 26
# by identity: comparing a class would ask its metaclass for __eq__
_HASHABLE_SAFELY = frozenset(map(id, (str, int, float, bytes, bool, complex, type(None))))
_FREE = Proof("read", "dk_nentries does not count this entry yet; what it holds means nothing.")


@dataclass(frozen=True)
class Table:
    """A keys object whose sizes are plausible.

    Attributes:
        address: Of the keys object.
        slots: Places of the hash table, a power of two.
        width: Bytes of one index.
        index_bytes: Bytes of the whole index: the empty table has more than its one slot needs.
        kind: 0 general, 1 unicode, 2 split; before 3.11 always 0.
        nentries: Entries used, also by deleted items.
        usable: Entries that may still be used.
        capacity: Entries there is room for.
        entry: The struct of an entry.
        layouts: The layouts that hold here.
    """

    address: int
    slots: int
    width: int
    index_bytes: int
    kind: int
    nentries: int
    usable: int
    capacity: int
    entry: str
    layouts: Layouts

    @property
    def indices(self) -> int:
        """Offset of the index."""
        return self.layouts.offset(_STRUCT, "dk_indices")

    @property
    def entries(self) -> int:
        """Offset of the first entry."""
        return self.indices + self.index_bytes

    @property
    def size(self) -> int:
        """Bytes of the whole keys object."""
        return self.entries + self.capacity * self.layouts.size(self.entry)


def read_table(layouts: Layouts, address: int, model: Model) -> Table | None:
    """Return the table at an address that ma_keys holds, or None where it is none."""
    try:
        data = memory.read(address, layouts.size(_STRUCT))
    except memory.BadAddress:
        return None
    header = Reading("ma_keys", "", address, 0, len(data), data, layouts)
    if model.keys_by_log2:
        log2, kind = header.read(_STRUCT, "dk_log2_size"), header.read(_STRUCT, "dk_kind")
        if log2 > 26 or kind > 2:
            return None
        slots = 1 << log2
    else:
        slots, kind = header.read(_STRUCT, "dk_size"), 0
    usable, nentries = header.read(_STRUCT, "dk_usable"), header.read(_STRUCT, "dk_nentries")
    if not 0 < slots <= _LARGEST or slots & slots - 1 or usable < 0 or nentries < 0:
        return None
    # USABLE_FRACTION of dictobject.c; the shared empty table has no entry at all
    capacity = (slots << 1) // 3 if slots > 1 else 0
    if usable + nentries > capacity:
        return None
    width = _index_width(slots, model)
    index_bytes = 1 << header.read(_STRUCT, "dk_log2_index_bytes") % 32 if model.keys_by_log2 else slots * width
    if index_bytes != slots * width and slots > 1:
        return None
    entry = "PyDictUnicodeEntry" if kind else "PyDictKeyEntry"
    return Table(address, slots, width, index_bytes, kind, nentries, usable, capacity, entry, layouts)


def keys_block(
    reading: Reading, table: Table, items: Sequence[tuple[object, object]], split: bool, room: int, count: int
) -> Block | None:
    """Return the block of a keys object.

    Args:
        reading: The block of the dict.
        table: What its header says.
        items: The first items of the dict, in order.
        split: Whether the values stand elsewhere.
        room: What dict.__sizeof__ counts beyond the dict itself.
        count: len() of the dict.
    """
    try:
        data = memory.read(table.address, min(table.size, SHOWN))
    except memory.BadAddress:
        return None
    title = "PyDictKeysObject"
    keys = Reading("ma_keys", title, table.address, 0, table.size, data, reading.layouts)
    sized = compared(room == table.size, "x.__sizeof__() minus the dict itself is the size of this whole block.")
    if split or room == 0:
        # a shared table is not counted, or only by the last dict that uses it
        sized = NO_SECOND_SOURCE
    _add_header(keys, table, sized, _counted_proof(keys, table, count, split), split)
    hashes = _add_entries(keys, table, items, split)
    _add_index(keys, table, hashes)
    keys.known_end = table.entries
    return keys.finish()


def _counted_proof(keys: Reading, table: Table, count: int, split: bool) -> Proof:
    """Return how dk_nentries is known: entries in use are counted where all of them are shown."""
    size, width = keys.layouts.size(table.entry), keys.layouts.pointer_size
    last = table.entries + table.nentries * size
    if split or last > keys.end:
        return NO_SECOND_SOURCE
    value = keys.layouts.offset(table.entry, "me_value")
    live = sum(keys.number(table.entries + n * size + value, width) != 0 for n in range(table.nentries))
    return compared(live == count, "Of so many entries, len(x) are not deleted.")


def _usable_proof(table: Table, sized: Proof, counted: Proof) -> Proof:
    known = sized.status == counted.status == "verified"
    if not known or table.usable + table.nentries != table.capacity:
        return NO_SECOND_SOURCE
    return Proof(
        "verified", "With dk_nentries it is two thirds of the slots, and x.__sizeof__() says how many those are."
    )


def _users(table: Table, count: int, split: bool) -> str:
    if table.slots == 1:
        return "the empty table, shared by dicts that have none of their own"
    if split:
        return "users: the class of the instances, and each dict made for one"
    return "dict uses it" if count == 1 else "dicts use it"


def _add_header(keys: Reading, table: Table, sized: Proof, counted: Proof, split: bool) -> None:
    keys.member(_STRUCT, "dk_refcnt", "refcount", _users(table, keys.read(_STRUCT, "dk_refcnt"), split))
    keys.member(_STRUCT, "dk_size", "length", "slots", sized)
    keys.member(_STRUCT, "dk_lookup", "pointer", "the C function that looks keys up")
    keys.member(
        _STRUCT, "dk_log2_size", "length", f"2**{keys.read(_STRUCT, 'dk_log2_size')} = {table.slots} slots", sized
    )
    log2 = keys.read(_STRUCT, "dk_log2_index_bytes")
    words = f"the index has 2**{log2} = {1 << max(log2, 0)} bytes"
    keys.member(_STRUCT, "dk_log2_index_bytes", "length", words, sized)
    keys.member(_STRUCT, "dk_kind", "flags", _KINDS[table.kind], sized)
    keys.member(_STRUCT, "dk_mutex", "flags", "the lock of the shared keys")
    keys.member(_STRUCT, "dk_version", "flags", "for inline caches; 0: not asked for yet")
    keys.member(
        _STRUCT, "dk_usable", "length", "more keys before the table grows", _usable_proof(table, sized, counted)
    )
    used = "entry" if table.nentries == 1 else "entries"
    keys.member(_STRUCT, "dk_nentries", "length", f"{used} used, also by deleted items", counted)


def _add_entries(keys: Reading, table: Table, items: Sequence[tuple[object, object]], split: bool) -> dict[int, int]:
    """Add the entries; return the hash of the key of each that is in use and has one we may know."""
    size, width = keys.layouts.size(table.entry), keys.layouts.pointer_size
    members = {member.name: member for member in keys.layouts.members(table.entry)}
    live, hashes = iter(items), dict[int, int]()
    # shared keys stand in the order the first instance set them; this one may have another, or fewer
    by_key = {id(item[0]): item for item in items} if split else {}
    for number in range(table.capacity):
        base = table.entries + number * size
        if not keys.shows(base, size):
            break
        if number >= table.nentries:
            _add_free_entries(keys, table, number, base)
            break
        if split:
            item = by_key.get(keys.number(base + members["me_key"].offset, width))
        else:
            item = next(live, None) if keys.number(base + members["me_value"].offset, width) else None
        if item is not None:
            _note_hash(keys, base, table, number, item[0], hashes)
        _add_entry(keys, table, number, base, item, split)
    return hashes


def _add_free_entries(keys: Reading, table: Table, number: int, base: int) -> None:
    room = (keys.end - base) // keys.layouts.size(table.entry) * keys.layouts.size(table.entry)
    free = table.capacity - number
    words = f"{free} free entr{'y' if free == 1 else 'ies'}: whatever was there"
    keys.add(f"entry[{number}:{table.capacity}]", table.entry, base, room, "padding", words, _FREE, "")


def _note_hash(keys: Reading, base: int, table: Table, number: int, key: object, hashes: dict[int, int]) -> None:
    if id(type(key)) in _HASHABLE_SAFELY:
        hashes[number] = hash(key)
    elif not table.kind:
        # a key of a class of the learner's is not asked again: its __hash__ is code
        width = keys.layouts.pointer_size
        hashes[number] = keys.number(base + keys.layouts.offset(table.entry, "me_hash"), width, signed=True)


def _add_entry(
    keys: Reading, table: Table, number: int, base: int, item: tuple[object, object] | None, split: bool
) -> None:
    width = keys.layouts.pointer_size
    for member in keys.layouts.members(table.entry):
        name, offset = f"entry[{number}].{member.name}", base + member.offset
        stored = keys.number(offset, width, member.name == "me_hash")
        if item is None or (member.name == "me_value" and not stored):
            role = "data" if member.name == "me_hash" else "pointer"
            words = "left over" if stored or role == "data" else "NULL"
            words += ": deleted, or its value is elsewhere"
            if split and member.name == "me_key":
                words = "a key of the class that this dict has no value for"
            keys.add(name, member.c_type, offset, width, role, words, NO_SECOND_SOURCE)
        elif member.name == "me_hash":
            safe = id(type(item[0])) in _HASHABLE_SAFELY
            proof = compared(hash(item[0]) == stored, "hash(key) is the same.") if safe else NO_SECOND_SOURCE
            keys.add(name, member.c_type, offset, width, "data", "the hash of the key", proof)
        else:
            what = "key" if member.name == "me_key" else "value"
            held = item[what == "value"]
            how = "It equals the id of a key of x." if split else f"It equals the id of {what} {number} of x.items()."
            proof = compared(stored == id(held), how)
            target = Target(describe(held, 40))
            keys.add(name, member.c_type, offset, width, "pointer", what, proof, target=target)


def _probe_leads(table: Table, hashed: int, slot: int, width: int) -> bool:
    """Return whether the probing of dictobject.c, from a hash on, comes to a slot."""
    mask = table.slots - 1
    perturb = hashed & (1 << width * 8) - 1
    at = perturb & mask
    for _ in range(table.slots + 16):
        if at == slot:
            return True
        perturb >>= 5
        at = at * 5 + perturb + 1 & mask
    return False


def _add_index(keys: Reading, table: Table, hashes: dict[int, int]) -> None:
    separate = table.slots if table.slots <= SEPARATE else SEPARATE // 2
    c_type = f"int{table.width * 8}_t"
    shown = max(0, min(table.slots, (keys.end - table.indices) // table.width))
    for slot in range(min(separate, shown)):
        offset = table.indices + slot * table.width
        index = keys.number(offset, table.width, signed=True)
        meaning, proof = _slot_meaning(keys, table, slot, index, hashes)
        keys.add(f"dk_indices[{slot}]", c_type, offset, table.width, "data", meaning, proof)
    if shown > separate:
        first = table.indices + separate * table.width
        found = [keys.number(table.indices + n * table.width, table.width, True) for n in range(separate, shown)]
        used = sum(index >= 0 for index in found)
        plausible = all(-2 <= index < table.nentries for index in found)
        proof = NO_SECOND_SOURCE if plausible else compared(False, "Each is -1, -2 or a used entry.")
        name, meaning = f"dk_indices[{separate}:{shown}]", f"{used} used, {len(found) - used} not"
        keys.add(name, f"{c_type}[]", first, len(found) * table.width, "data", meaning, proof, f"{len(found)} slots")


def _slot_meaning(keys: Reading, table: Table, slot: int, index: int, hashes: dict[int, int]) -> tuple[str, Proof]:
    if index == -1:
        return "empty", NO_SECOND_SOURCE
    if index == -2:
        return "deleted", NO_SECOND_SOURCE
    if index >= table.nentries:
        return "", compared(False, "It is below dk_nentries.")
    if index not in hashes:
        return f"entry {index}", NO_SECOND_SOURCE
    leads = _probe_leads(table, hashes[index], slot, keys.layouts.pointer_size)
    first = hashes[index] & table.slots - 1
    how = f"Probing from hash(key) & {table.slots - 1} comes to this slot."
    collided = "" if first == slot else f", after a collision in slot {first}"
    return f"entry {index}{collided}", compared(leads, how)


def _index_width(slots: int, model: Model) -> int:
    """Return bytes of one index: new_keys_object of 3.11+, DK_SIZE's comparisons before."""
    log2 = slots.bit_length() - 1
    if model.keys_by_log2:
        return 1 if log2 < 8 else 2 if log2 < 16 else 4
    return 1 if slots <= 0xFF else 2 if slots <= 0xFFFF else 4
