"""What the inline caches hold and who has the version numbers in them, against memory and CPython's test modules."""

import builtins
import ctypes
import math
import opcode
import sys
import textwrap
import types

import pytest

from pymastery.cpython import caches, versions
from pymastery.cpython.structs import layouts_here

HERE = sys.version_info[:2]
LAYOUTS = layouts_here()
POINTER = ctypes.sizeof(ctypes.c_void_p)
FORMS = {form for forms in getattr(opcode, "_specializations", {}).values() for form in forms}
specialising = pytest.mark.skipif(caches.why_generic() is not None, reason="this build does not specialise")


def since(*version):
    return pytest.mark.skipif(version > HERE, reason=f"from {'.'.join(map(str, version))} on")


def until(*version):
    return pytest.mark.skipif(version < HERE, reason=f"up to {'.'.join(map(str, version))}")


# --- what they hold --------------------------------------------------------------------------------


class Meta(type):
    pass


class A:
    shared = (1, 2)

    def __init__(self):
        self.x = "value of x"
        self.y = "value of y"

    def method(self):
        return 1

    @property
    def area(self):
        return 5

    def __getitem__(self, index):
        return index


class M(metaclass=Meta):
    shared = (3,)


class S:
    __slots__ = ("p", "q")

    def __init__(self):
        self.p, self.q = "value of p", "value of q"

    def method(self):
        return 2


class G:
    def __getattribute__(self, name):
        return 7


class Bare:
    pass


class Failure(Exception):
    def method(self):
        return 3


def callee(a, b=2):
    return a


def own_dict():
    obj = Bare()
    obj.__dict__ = {"first": 1, "k": 2}
    return obj


OBJECTS = {"a": A(), "s": S(), "g": G(), "bare": Bare(), "failure": Failure(), "d": own_dict(), "v": A(), "math": math}


def take_a_small_version():
    # a subscript specialises in 3.11 only to a function whose version fits 16 bits, and versions are handed out
    # in the order in which functions are specialised to (Python/specialize.c, _Py_Specialize_BinarySubscr)
    for _ in range(20):
        OBJECTS["a"][1]


take_a_small_version()


def number(address, size=POINTER):
    return int.from_bytes(ctypes.string_at(address, size), sys.byteorder)


def tag(cls):
    """`tp_version_tag`: CPython's own test module says it, where there is one."""
    ours = number(id(cls) + LAYOUTS.offset("PyTypeObject", "tp_version_tag"), 4)
    try:
        from _testcapi import type_get_version
    except ImportError:
        return ours
    assert type_get_version(cls) == ours
    return ours


def dk_version(keys):
    return number(keys + LAYOUTS.offset("_dictkeysobject", "dk_version"), 4)


def keys_of(mapping):
    return number(id(mapping) + LAYOUTS.offset("PyDictObject", "ma_keys"))


def shared_keys(cls):
    return number(id(cls) + LAYOUTS.offset("PyHeapTypeObject", "ht_cached_keys"))


def func_version(function):
    return number(id(function) + LAYOUTS.offset("PyFunctionObject", "func_version"), 4)


def warmed(body, times=100):
    """Return the globals of a function of this body that has run, and its specialised forms with their fields."""
    namespace = {**OBJECTS, "A": A, "M": M, "callee": callee}
    exec("def f():\n" + textwrap.indent(body, "    "), namespace)
    for _ in range(times):
        namespace["f"]()
    found = {}
    for each in caches.adaptive(namespace["f"].__code__):
        if each.opname in FORMS:
            found[each.opname] = {entry.name: entry.value for entry in caches.decode(each.opname, each.words)}
    return namespace, found


@specialising
def test_a_value_of_an_instance_is_at_its_index_or_offset():
    _, found = warmed("a.y")
    held = found["LOAD_ATTR_INSTANCE_VALUE"]
    assert held["type_version"] == tag(A)
    obj = OBJECTS["a"]
    if "offset" in held:
        address = id(obj) + held["offset"]
    elif HERE == (3, 13):  # _dictvalues: its first value is a pointer's size behind the object
        address = id(obj) + A.__basicsize__ + POINTER * (1 + held["index"])
    else:  # a pointer to the values in front of the object; 3.12 stores one less, to mark it
        values = number(id(obj) - POINTER * 4) if HERE == (3, 11) else number(id(obj) - POINTER * 3) + 1
        address = values + POINTER * held["index"]
    assert number(address) == id(obj.y)
    _, found = warmed("a.y = a.y")
    assert {"offset", "index"} & set(found["STORE_ATTR_INSTANCE_VALUE"])
    assert found["STORE_ATTR_INSTANCE_VALUE"] == held


@specialising
def test_a_slot_is_at_its_offset():
    _, found = warmed("s.q = s.q")
    for form in ("LOAD_ATTR_SLOT", "STORE_ATTR_SLOT"):
        assert found[form]["type_version"] == tag(S)
        assert number(id(OBJECTS["s"]) + found[form]["offset"]) == id(OBJECTS["s"].q)


@specialising
def test_a_hint_is_the_entry_of_the_dict():
    _, found = warmed("d.k = 3\nd.k")
    forms = [form for form in ("LOAD_ATTR_WITH_HINT", "STORE_ATTR_WITH_HINT") if form in found]
    assert "STORE_ATTR_WITH_HINT" in forms
    for form in forms:
        assert found[form]["hint"] == list(OBJECTS["d"].__dict__).index("k")
        assert found[form]["type_version"] == tag(Bare)


@specialising
def test_a_method_is_the_one_at_the_address():
    _, found = warmed("a.method()")
    held = found["LOAD_METHOD_WITH_VALUES" if HERE == (3, 11) else "LOAD_ATTR_METHOD_WITH_VALUES"]
    assert held["type_version"] == tag(A)
    assert held["keys_version"] == dk_version(shared_keys(A)) == versions.shared_keys_version(A)
    assert held["descr"] == id(A.method)
    _, found = warmed("s.method()")
    held = found["LOAD_METHOD_NO_DICT" if HERE == (3, 11) else "LOAD_ATTR_METHOD_NO_DICT"]
    assert (held["type_version"], held["descr"]) == (tag(S), id(S.method))


@since(3, 12)
@specialising
def test_a_method_of_an_object_without_a_dict_yet():
    _, found = warmed("failure.method()")
    held = found["LOAD_ATTR_METHOD_LAZY_DICT"]
    assert (held["type_version"], held["descr"]) == (tag(Failure), id(Failure.method))
    if HERE >= (3, 13):  # counted from where a managed dict's pointer is, three pointers in front
        assert held["dict_offset"] == Failure.__dictoffset__ + 3 * POINTER


@until(3, 11)
@specialising
def test_a_method_of_a_class_or_module_in_311():
    _, found = warmed("A.method(a)\nmath.floor(1.5)")
    assert found["LOAD_METHOD_CLASS"]["type_version"] == tag(A)
    assert found["LOAD_METHOD_CLASS"]["descr"] == id(A.method)
    assert found["LOAD_METHOD_MODULE"]["dict_version"] == dk_version(keys_of(vars(math)))
    assert list(vars(math))[found["LOAD_METHOD_MODULE"]["index"]] == "floor"
    attributes = OBJECTS["v"].__dict__  # asked for once, the object has a dict, with the keys of its class
    _, found = warmed("v.method()")
    held = found["LOAD_METHOD_WITH_DICT"]
    assert number(id(OBJECTS["v"]) + caches.signed(held["dict_offset"])) == id(attributes)
    assert held["keys_version"] == dk_version(keys_of(attributes))
    assert held["descr"] == id(A.method)
    _, found = warmed("a[1]")
    assert found["BINARY_SUBSCR_GETITEM"]["type_version"] == tag(A)
    assert found["BINARY_SUBSCR_GETITEM"]["func_version"] == func_version(A.__getitem__)
    _, found = warmed("for i in (1, 2, 3):\n    if i < 2:\n        a")
    assert found["COMPARE_OP_INT_JUMP"]["mask"] == 6  # jumps over the body where equal (2) or greater (4)


@since(3, 12)
@specialising
def test_an_attribute_of_a_class_a_property_and_a_getattribute():
    _, found = warmed("A.shared\na.area\ng.x")
    assert found["LOAD_ATTR_CLASS"] == {**found["LOAD_ATTR_CLASS"], "type_version": tag(A), "descr": id(A.shared)}
    getter = A.__dict__["area"].fget
    held = found["LOAD_ATTR_PROPERTY"]
    assert (held["type_version"], held["fget"]) == (tag(A), id(getter))
    assert held.get("func_version", func_version(getter)) == func_version(getter)
    held = found["LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN"]
    function = G.__dict__["__getattribute__"]
    assert held["type_version"] == tag(G)
    assert (held["func_version"], held["getattribute"]) == (func_version(function), id(function))


@since(3, 13)
@specialising
def test_what_313_added():
    _, found = warmed("a.shared\nif bare:\n    pass\nA()")
    held = found["LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES"]
    assert (held["type_version"], held["descr"]) == (tag(A), id(A.shared))
    assert held["keys_version"] == dk_version(shared_keys(A))
    assert found["TO_BOOL_ALWAYS_TRUE"]["type_version"] == tag(Bare)
    assert found["CALL_ALLOC_AND_ENTER_INIT"]["type_version"] == tag(A)


@since(3, 14)
@specialising
def test_what_314_added():
    _, found = warmed("M.shared\n1.5 + 2\ncallee(a=1, b=2)")
    held = found["LOAD_ATTR_CLASS_WITH_METACLASS_CHECK"]
    assert (held["type_version"], held["metaclass_version"]) == (tag(M), tag(Meta))
    assert held["descr"] == id(M.shared)
    assert found["CALL_KW_PY"]["func_version"] == func_version(callee)
    _, found = warmed("x = 2\n1.5 * x")
    # the address of an entry of a table in the interpreter: readable, and of no object
    assert number(found["BINARY_OP_EXTEND"]["external"]) >= 0


@specialising
def test_a_global_and_a_builtin_are_the_entries_of_their_keys():
    namespace, found = warmed("callee\nlen")
    held = found["LOAD_GLOBAL_MODULE"]
    assert held["module_keys_version"] == dk_version(keys_of(namespace)) == versions.keys_version(namespace)
    assert list(namespace)[held["index"]] == "callee"
    held = found["LOAD_GLOBAL_BUILTIN"]
    assert held["module_keys_version"] == dk_version(keys_of(namespace))
    assert held["builtin_keys_version"] == dk_version(keys_of(vars(builtins)))
    assert list(vars(builtins))[held["index"]] == "len"


@specialising
def test_an_attribute_of_a_module_is_an_entry_of_its_keys():
    _, found = warmed("math.pi")
    held = found["LOAD_ATTR_MODULE"]
    assert held["dict_version"] == dk_version(keys_of(vars(math)))
    assert list(vars(math))[held["index"]] == "pi"


@specialising
def test_a_call_knows_its_function_by_version():
    _, found = warmed("callee(1, 2)\na.method()")
    assert found["CALL_PY_EXACT_ARGS"]["func_version"] == func_version(A.method)
    _, found = warmed("callee(1)")
    held = found["CALL_PY_GENERAL" if HERE >= (3, 13) else "CALL_PY_WITH_DEFAULTS"]
    assert held["func_version"] == func_version(callee) == versions.function_version(callee)
    assert held.get("min_args", 1) == 1
    if HERE >= (3, 12):
        _, found = warmed("bound = a.method\nbound()")
        assert found["CALL_BOUND_METHOD_EXACT_ARGS"]["func_version"] == func_version(A.method)


# --- who has a version -----------------------------------------------------------------------------


def test_a_version_leads_to_who_has_it_and_to_nobody_after_a_change():
    class Local:
        z = 1

    for _ in range(100):
        _ = Local.z
    version = versions.type_version(Local)
    assert version == tag(Local)
    assert version != 0
    owners = versions.Owners()
    assert owners.cls(version) is Local
    Local.more = 2
    assert versions.type_version(Local) == 0
    assert owners.cls(version) is None
    assert versions.Owners().cls(version) is None


@specialising
def test_functions_modules_and_code_objects_are_found_among_the_candidates():
    namespace, _ = warmed("callee(1)\na.method()\na.area\nmath.pi")
    owners = versions.Owners(namespace.values())
    assert owners.function(func_version(callee)) is callee
    assert owners.function(func_version(A.method)) is A.method
    assert owners.function(1 << 31) is None
    assert owners.module(versions.keys_version(vars(math))) is math
    assert versions.Owners().module(versions.keys_version(vars(math))) is math  # it is imported
    assert owners.module(1 << 31) is None
    if HERE >= (3, 12):
        owners.add_codes([callee.__code__])
        assert owners.code(func_version(callee)) is callee.__code__
        assert versions.code_version(callee.__code__)


def test_every_class_is_walked_once_and_no_learner_code_runs():
    class Loud(type):
        def fail(cls, *_):
            raise AssertionError("code of the learner ran")

        __eq__ = __hash__ = __subclasses__ = __getattribute__ = mro_entries = fail

    class Hostile(metaclass=Loud):
        pass

    every = list(versions.classes())
    assert len({id(cls) for cls in every}) == len(every)
    assert every[0] is object
    assert any(cls is Hostile for cls in every)
    assert versions.is_class(Hostile)
    assert not versions.is_class(1)
    versions.Owners([Hostile]).function(1)
    assert versions.attribute(Hostile, "nothing") is None
    assert versions.attribute(A, "method") == (A, A.method)


def test_a_static_class_has_no_shared_keys_and_a_strange_mapping_no_version():
    assert versions.shared_keys_version(int) == 0
    assert versions.keys_version(types.MappingProxyType({})) is None


@pytest.mark.skipif(HERE < (3, 14), reason="_testinternalcapi says it from 3.14 on")
@specialising
def test_the_number_of_a_new_dict_is_the_next_one_cpython_would_give():
    internal = pytest.importorskip("_testinternalcapi")
    namespace = {"here": 1}
    exec("def f():\n    return here", namespace)
    following = internal.get_next_dict_keys_version()
    for _ in range(5):
        namespace["f"]()
    assert versions.keys_version(namespace) == following


def test_without_a_reader_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(versions, "_layouts", lambda: None)
    assert not versions.readable()
    for value in (versions.type_version(A), versions.keys_version({}), versions.function_version(callee)):
        assert value is None
    assert versions.Owners([callee]).cls(5) is None
