"""One block of memory while it is being understood: bytes copied once, fields added one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pymastery.cpython import memory
from pymastery.cpython.structs import Layouts, Member
from pymastery.layout.facts import Block, Field, Proof, Target

SHOWN = 1024
"""Bytes of one block that are read and shown at most."""

PADDING = Proof("read", "The compiler leaves these bytes free, so that the next member is aligned.")
NO_SECOND_SOURCE = Proof("read", "Read at the compiler's offset; no public function says this value.")
BEYOND = Proof("unknown", "These bytes belong to the object; what they hold is not decoded here.")


def compared(holds: bool, how: str) -> Proof:
    """Return the proof of a value that was compared: unknown where the comparison fails."""
    if holds:
        return Proof("verified", how)
    return Proof("unknown", f"This does not hold, so the value is not shown as fact: {how}")


class Reading:
    """A block of which the bytes are known and the fields are being found.

    Args:
        block_id: "object", or the field that leads to it.
        title: The C struct or array.
        address: Where offset 0 is.
        start: Offset of the first byte.
        size: Bytes of the whole block.
        data: Its first bytes, at most SHOWN.
        layouts: The struct layouts that hold here.
    """

    def __init__(
        self, block_id: str, title: str, address: int, start: int, size: int, data: bytes, layouts: Layouts
    ) -> None:
        self.id, self.title, self.address, self.start, self.size = block_id, title, address, start, size
        self.data = data
        self.layouts = layouts
        self.fields: list[Field] = []
        self.known_end = start
        """Below this offset a gap between fields is padding; above it, not decoded."""

    @property
    def end(self) -> int:
        """Offset of the first byte that is not shown."""
        return self.start + len(self.data)

    def shows(self, offset: int, size: int = 1) -> bool:
        """Return whether these bytes are in what was copied."""
        return self.start <= offset and offset + size <= self.end

    def number(self, offset: int, size: int, signed: bool = False, bits: tuple[int, int] | None = None) -> int:
        """Return the integer in `size` bytes, or in some bits of them."""
        at = offset - self.start
        value = int.from_bytes(self.data[at : at + size], sys.byteorder, signed=signed and bits is None)
        return value >> bits[0] & (1 << bits[1]) - 1 if bits else value

    def read(self, struct: str, *names: str) -> int:
        """Return the value of the first of these members that the struct has; -1 where none is shown."""
        member = self.layouts.find(struct, *names)
        if member is None or not self.shows(member.offset, member.size):
            return -1
        return self.number(member.offset, member.size, is_signed(member), member.bits)

    def add(
        self,
        name: str,
        c_type: str,
        offset: int,
        size: int,
        role: str,
        meaning: str,
        proof: Proof,
        value: str | None = None,
        bits: tuple[int, int] | None = None,
        target: Target | None = None,
    ) -> None:
        """Add a field; nothing is added where its bytes are not shown."""
        if not self.shows(offset, size):
            return
        if value is None:
            number = self.number(offset, size, role not in ("pointer", "type", "gc"), bits)
            value = hex(number) if role in ("pointer", "type", "gc") else str(number)
        if proof.status == "unknown":
            role, meaning, target = "unknown", "", None
        self.fields.append(Field(name, c_type, offset, size, role, value, meaning, proof, bits, target))

    def member(
        self,
        struct: str,
        names: tuple[str, ...] | str,
        role: str,
        meaning: str,
        proof: Proof = NO_SECOND_SOURCE,
        value: str | None = None,
        target: Target | None = None,
    ) -> None:
        """Add the first of these members that the struct has; nothing where it has none."""
        member = self.layouts.find(struct, *((names,) if isinstance(names, str) else names))
        if member is None:
            return
        if value is None and role not in ("pointer", "type", "gc") and not is_signed(member):
            value = str(self.number(member.offset, member.size, bits=member.bits))
        self.add(
            member.name.removeprefix("long_value."),
            member.c_type,
            member.offset,
            member.size,
            role,
            meaning,
            proof,
            value,
            member.bits,
            target,
        )

    def finish(self) -> Block:
        """Return the block, what no field covers shown as padding or as unknown."""
        for offset, size, bits in list(self._gaps()):
            padding = offset < self.known_end
            self.fields.append(
                Field(
                    "padding" if padding else "unknown",
                    "",
                    offset,
                    size,
                    "padding" if padding else "unknown",
                    "",
                    "not used" if padding else f"{size} bytes not decoded here",
                    PADDING if padding else BEYOND,
                    bits,
                )
            )
        order = sorted(self.fields, key=lambda field: (field.offset, field.bits or (0, 0)))
        return Block(self.id, self.title, self.address, self.start, self.size, self.data, tuple(order))

    def _gaps(self) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
        at, bit = self.start, 0
        for field in sorted(self.fields, key=lambda field: (field.offset, field.bits or (0, 0))):
            if bit and (field.offset > at or field.bits is None):
                yield at, 1, (bit, 8 - bit)
                at, bit = at + 1, 0
            if field.offset > at:
                yield from self._split(at, field.offset)
                at = field.offset
            if field.bits:
                bit = field.bits[0] + field.bits[1]
                if bit == field.size * 8:
                    at, bit = field.offset + field.size, 0
            else:
                at = field.offset + field.size
        if bit:
            yield at, 1, (bit, 8 - bit)
            at += 1
        yield from self._split(at, self.end)

    def _split(self, start: int, end: int) -> Iterator[tuple[int, int, None]]:
        # the end of the struct parts padding from what is not decoded
        known = min(max(self.known_end, start), end)
        if known > start:
            yield start, known - start, None
        if end > known:
            yield known, end - known, None


def is_signed(member: Member) -> bool:
    """Return whether a member's C type is signed."""
    return member.c_type in ("Py_ssize_t", "Py_hash_t", "int64_t")


def stored(layouts: Layouts, address: int, struct: str, name: str) -> int:
    """Return the number in a member of the struct at an address, read now.

    Raises:
        BadAddress: Where it cannot be read.
        KeyError: Where the struct has no such member.
    """
    member = layouts.find(struct, name)
    if member is None:
        raise KeyError(f"{struct} has no {name} in {layouts.key}")
    return int.from_bytes(memory.read(address + member.offset, member.size), sys.byteorder)
