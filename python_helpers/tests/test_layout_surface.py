"""`pm.layout(x).fields`: the same facts as the payload's, with the bytes that they are read from."""

import struct
import sys

import pytest
from layout_subjects import SUBJECTS, blocks_in, named

import pymastery as pm

MINUS_SIX = -6


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_fields_are_those_of_the_payload(subject):
    view = pm.layout(subject)
    assert len(view.blocks) == len(blocks_in(view))
    for block, sent in zip(view.blocks, blocks_in(view), strict=True):
        assert (block.id, hex(block.address), block.size) == (sent["id"], sent["address"], sent["size"])
        data = bytes.fromhex(sent["bytes"])
        for field, field_sent in zip(block.fields, sent["fields"], strict=True):
            assert (field.name, field.offset, field.size) == (
                field_sent["name"],
                field_sent["offset"],
                field_sent["size"],
            )
            assert field.ctype == field_sent["c_type"]
            assert field.verified == (field_sent["proof"]["status"] == "verified")
            assert field.how == field_sent["proof"]["how"]
            at = field.offset - sent["start"]
            assert field.raw == data[at : at + field.size]
    assert view.fields == view.blocks[0].fields


def numbered(field):
    """Read a field's number from its bytes alone."""
    number = int.from_bytes(field.raw, sys.byteorder)
    if field.bits:
        return number >> field.bits[0] & (1 << field.bits[1]) - 1
    return number


@pytest.mark.parametrize("subject", SUBJECTS, ids=named(SUBJECTS))
def test_a_value_is_what_the_bytes_say(subject):
    for block in pm.layout(subject).blocks:
        for field in block.fields:
            if field.value is None:
                continue
            if field.ctype == "double":
                assert struct.pack("=d", field.value) == field.raw
            elif field.name == "_gc_prev":  # shown with the flags in its low bits taken away
                assert field.value == int.from_bytes(field.raw, sys.byteorder) & ~3
            else:
                wide = 1 << field.size * 8
                assert field.value % wide == numbered(field) % wide, field


def test_a_number_has_the_fields_that_it_is_made_of():
    fields = {field.name: field for field in pm.layout(MINUS_SIX).fields}
    assert fields["ob_digit[0]"].value == 6
    assert fields["ob_digit[0]"].verified
    assert fields["ob_type"].value == id(int)
    assert "padding" not in fields or fields["padding"].value is None


def test_a_view_does_not_change():
    view = pm.layout(1.5)
    with pytest.raises(AttributeError, match="does not change"):
        view.fields = ()
