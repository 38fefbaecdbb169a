"""The facts of a layout: what the bytes of one object say, and how each of them is known."""

from __future__ import annotations

from dataclasses import dataclass

from pymastery.interpreter import Interpreter


@dataclass(frozen=True)
class Proof:
    """How a value is known.

    Attributes:
        status: "verified", it agrees with an independent answer; "read", the layout is proven but
            the value has no second source; "unknown", it is not shown as fact.
        how: One sentence: what was compared.
    """

    status: str
    how: str


@dataclass(frozen=True)
class Target:
    """What a pointer leads to: a description, and the id of the block drawn for it, if one is."""

    text: str
    block: str | None = None


@dataclass(frozen=True)
class Field:
    """Some bytes or bits of a block. Offset and size are in bytes, `bits` is (first, width).

    `was` is what it held before, in a comparison of two readings: None where that is the same, "" where it
    was not there. `note` is what a search, or another question that was asked of it, has to say of it.
    """

    name: str
    c_type: str
    offset: int
    size: int
    role: str
    value: str
    meaning: str
    proof: Proof
    bits: tuple[int, int] | None = None
    target: Target | None = None
    was: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Block:
    """Consecutive memory: `data` are its first bytes, from offset `start` on, of `size` there are."""

    id: str
    title: str
    address: int
    start: int
    size: int
    data: bytes
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Holder:
    """What holds an object, in words.

    Attributes:
        kind: "name", "variable", "cell", "element", "key", "attribute", "default", "constant", "class" (an
            instance or a subclass of it), "ipython", "view" (another view of ours), "referent" (a container
            that does not tell how) or "more" (containers that are only counted).
        text: How a learner would write it, such as "xs[0]" or "name a in your globals".
        count: References that it has.
    """

    kind: str
    text: str
    count: int


@dataclass(frozen=True)
class Ledger:
    """Who holds an object.

    Attributes:
        count: References there are, ours not counted; None where they are not counted: the object is immortal.
        holders: Those that can be named.
        unexplained: References that are left.
    """

    count: int | None
    holders: tuple[Holder, ...]
    unexplained: int


@dataclass(frozen=True)
class Pool:
    """The pool of pymalloc that an object's block lies in.

    Attributes:
        address: Of its header.
        block_size: The size class: what each of its blocks has, in bytes.
        arena: Index of the arena that it was cut from.
        index: Of the object's block.
        states: A letter for each block, by address: "o" the object's, "u" in use, "f" freed, "n" not handed out
            since the pool was made.
        following: Address of the block that it hands out next; None where all are in use.
        following_index: Of that block.
        following_id: The id() that an object like this one would have there.
        turn: Pools of this size class that are asked first; None where all blocks are in use, or where the
            links of the list do not say it.
        proof: How this is known.
    """

    address: int
    block_size: int
    arena: int
    index: int
    states: str
    following: int | None
    following_index: int | None
    following_id: int | None
    turn: int | None
    proof: Proof


@dataclass(frozen=True)
class Neighbour:
    """An object that the collector knows to lie near: how many blocks further on, or back; and what it is."""

    distance: int
    text: str


@dataclass(frozen=True)
class Generation:
    """What the garbage collector does with an object.

    Attributes:
        tracked: Whether it looks at it.
        number: Of the generation that holds it; None where none does.
        text: That in words, or why it does not look at it.
        proof: How this is known.
    """

    tracked: bool
    number: int | None
    text: str
    proof: Proof


@dataclass(frozen=True)
class Part:
    """Memory of an object: its own block, or one that it owns elsewhere.

    Attributes:
        id: Of the block that is drawn for it.
        size: In bytes.
        text: Where it comes from.
        counted: Whether it is the object's own: neither shared, nor inside of another part.
    """

    id: str
    size: int
    text: str
    counted: bool


@dataclass(frozen=True)
class Retained:
    """What would be freed with an object: how many objects, itself included, and their bytes.

    `cut` is whether there is more to look at than was looked at: then it is a lower bound.
    """

    objects: int
    size: int
    cut: bool


@dataclass(frozen=True)
class Place:
    """Where an object lives, and how much memory is its.

    Attributes:
        allocator: Who gave the memory, in one sentence.
        pool: None where it is no block of a pool.
        neighbours: Those that are known, by distance.
        generation: What the collector does with it.
        parts: The object's own block, then what it owns elsewhere.
        getsizeof: What sys.getsizeof says, 0 where that would run Python code.
        getsizeof_counts: What it counts, in one sentence.
        retained: None for an immortal object, which is never freed.
    """

    allocator: str
    pool: Pool | None
    neighbours: tuple[Neighbour, ...]
    generation: Generation
    parts: tuple[Part, ...]
    getsizeof: int
    getsizeof_counts: str
    retained: Retained | None

    @property
    def whole(self) -> int:
        """Bytes of the parts that are the object's own."""
        return sum(part.size for part in self.parts if part.counted)


@dataclass(frozen=True)
class Contents:
    """How much of an object's memory is in use.

    Attributes:
        used: Items, keys, digits or characters that it holds.
        allocated: How many there is room for; None where there is never room to spare.
        unit: What is counted: "slot", "entry", "item", "byte", "value", "digit" or "character".
        width: Bytes of one of them.
        spare: Bytes that nothing has been stored in.
    """

    used: int
    allocated: int | None
    unit: str
    width: int
    spare: int


@dataclass(frozen=True)
class Moment:
    """One reading of a series.

    Attributes:
        label: What was read, in words.
        size: Bytes of the object's own block.
        total: Bytes of it and of the memory that is its own.
        contents: How much of that is in use; None where it holds nothing countable.
        changed: Fields that differ from the reading before.
        moved: Ids of the blocks that are at another address than in the reading before.
        resized: Ids of the blocks that have another size than in the reading before, are new or are gone.
        shared: Which of its blocks are those of an object before it, each in words.
        layout: The reading; None where only the numbers are kept.
    """

    label: str
    size: int
    total: int
    contents: Contents | None
    changed: int
    moved: tuple[str, ...] = ()
    resized: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    layout: Layout | None = None


@dataclass(frozen=True)
class Series:
    """Readings one after the other: of one object while it is changed, or of several objects.

    `of` is "changes" or "objects". The last moment is that of the layout that has the series: it is not kept twice.
    """

    of: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Layout:
    """One object: public facts about it, and its memory where that may be read.

    `ledger`, `others`, the objects that its pointers lead to, and `place` are there once the layout is drawn.
    """

    interpreter: Interpreter
    type: str
    family: str
    repr: str
    address: int
    getsizeof: int
    blocks: tuple[Block, ...] = ()
    notice: str | None = None
    ledger: Ledger | None = None
    others: tuple[Layout, ...] = ()
    place: Place | None = None
    series: Series | None = None
