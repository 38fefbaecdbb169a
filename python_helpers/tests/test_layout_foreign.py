"""Instances of ctypes: what is drawn of their memory is what ctypes says, and no code of their class runs."""

import ctypes

import pytest
from layout_subjects import VALIDATOR, assert_covers, blocks_in, read_only

import pymastery as pm


class Inner(ctypes.Structure):
    _fields_ = (("small", ctypes.c_byte), ("wide", ctypes.c_double))


class Outer(ctypes.Structure):
    _fields_ = (
        ("flag", ctypes.c_bool),
        ("count", ctypes.c_int),
        ("inner", Inner),
        ("three", ctypes.c_short * 3),
        ("address", ctypes.c_void_p),
        ("ratio", ctypes.c_float),
    )


class Derived(Outer):
    _fields_ = (("more", ctypes.c_int),)


class Bits(ctypes.Structure):
    _fields_ = (("low", ctypes.c_uint, 3), ("high", ctypes.c_uint, 5))


class Both(ctypes.Union):
    _fields_ = (("whole", ctypes.c_int), ("part", ctypes.c_float))


class Loud(ctypes.c_int):
    def __init__(self, *_):
        raise AssertionError("code of the learner ran")

    __repr__ = __init__


class Holder(ctypes.Structure):
    _fields_ = (("loud", Loud),)

    @property
    def extra(self):
        raise AssertionError("code of the learner ran")


OUTER = Outer(True, 7, Inner(1, 2.5), (1, 2, 3), 99, 1.25)
SUBJECTS = [
    ctypes.c_int(-5), ctypes.c_double(1.5), ctypes.c_char_p(b"abc"), ctypes.c_wchar("x"), OUTER, Derived(), Bits(3, 9),
    Both(3), (ctypes.c_int * 4)(1, 2, 3, 4), ctypes.pointer(ctypes.c_int(3)), Holder(), (ctypes.c_char * 3000)(),
]  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: type(subject).__name__)
def test_the_memory_is_that_of_the_instance(subject):
    view = pm.layout(subject)
    VALIDATOR.validate(read_only(view))
    [field] = [field for field in view.fields if field.name == "b_ptr"]
    assert field.verified
    assert field.value == ctypes.addressof(subject)
    block = blocks_in(view)[1]
    assert_covers(block)
    assert block["size"] == ctypes.sizeof(subject)
    assert bytes.fromhex(block["bytes"]) == ctypes.string_at(
        ctypes.addressof(subject), min(ctypes.sizeof(subject), 1024)
    )


def test_each_field_of_a_structure_is_where_ctypes_says():
    fields = {field.name: field for field in pm.layout(OUTER).blocks[1].fields if field.name != "padding"}
    assert list(fields) == [name for name, _ in Outer._fields_]
    for name, c_type in Outer._fields_:
        descriptor = getattr(Outer, name)
        found = fields[name]
        assert (found.offset, found.size, found.ctype) == (descriptor.offset, descriptor.size, c_type.__name__)
    assert [fields[name].value for name in ("count", "address", "ratio")] == [7, 99, 1.25]
    assert all(fields[name].verified for name in ("flag", "count", "address", "ratio"))


@pytest.mark.parametrize("subject", [Derived(), Bits(3, 9), Both(3)], ids=lambda subject: type(subject).__name__)
def test_what_is_not_told_field_by_field_is_not_called_padding(subject):
    assert {field.name for field in pm.layout(subject).blocks[1].fields} == {"unknown"}


def test_no_class_of_what_a_field_holds_is_compared():
    class Meta(type):
        def __eq__(cls, other):
            raise AssertionError("code of the learner ran")

        __hash__ = type.__hash__

    class Held(metaclass=Meta):
        pass

    class Holding(ctypes.Structure):
        _fields_ = (("held", ctypes.py_object),)

    [field] = pm.layout(Holding(Held())).blocks[1].fields
    assert field.meaning == "<Held>"
    assert not field.verified
