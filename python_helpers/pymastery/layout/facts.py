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
class Layout:
    """One object: public facts about it, and its memory where that may be read.

    `ledger` and `others`, the objects that its pointers lead to, are there once the layout is drawn.
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
