"""Whatever is shown: no code of the learner's runs, nothing is an error, and the answer can be sent."""

import functools
import json
import types
from pathlib import Path

import jsonschema
import pytest

import pymastery as pm

SCHEMAS = Path(pm.__file__).parent / "schemas"
RAN = []


def noted(name, base=None):
    """Return a method that notes that it ran and then does what the base would do."""

    def method(self, *arguments):
        RAN.append(name)
        return getattr(base, name)(self, *arguments) if base else 1

    return method


def spying(base, *names):
    return type(f"Spying{base.__name__}", (base,), {name: noted(name, base) for name in names})


Text = spying(str, "__format__", "__str__", "__repr__", "__len__", "startswith", "endswith", "encode", "isascii",
              "isidentifier")  # fmt: skip
Items = spying(dict, "items", "__len__", "__iter__", "__getitem__", "__contains__", "get")
Row = spying(tuple, "__len__", "__iter__", "__getitem__")


class Meta(type):
    def __eq__(cls, other):
        RAN.append("metaclass __eq__")
        return cls is other

    def __hash__(cls):
        RAN.append("metaclass __hash__")
        return 1


class Spied(metaclass=Meta):
    def method(self):
        pass


class Trap:
    __call__ = __get__ = noted("attribute")

    @property
    def __class__(self):
        RAN.append("__class__")
        return types.FunctionType


class TrapSize:
    __sizeof__ = Trap()


class ClassSize:
    __sizeof__ = classmethod(noted("__sizeof__"))


class Named:
    pass


class Plain:
    pass


def renamed(name):
    def function():
        pass

    function.__name__ = name
    function.__code__ = function.__code__.replace(co_name=name, co_filename=name)
    return function


def with_keyword_defaults():
    def function(*, a=1):
        pass

    function.__kwdefaults__ = Items(a=[1])
    return function


def with_defaults():
    def function(a=1):
        pass

    function.__defaults__ = Row(([1],))
    return function


def with_attribute(name):
    plain = Plain()
    setattr(plain, name, [1])
    return plain


def holding_itself(kind):
    held = kind(renamed("f"))
    held.__init__(held)
    return held


class Pretending(types.ModuleType):
    """A module that would run code of its own at every question."""

    __getattr__ = __getattribute__ = noted("of the module")
    __class__ = __file__ = property(noted("of the module"))


Named.__name__ = Text("Named")
SUBJECTS = {
    "instance of a spying metaclass": Spied(),
    "class of a spying metaclass": Spied,
    "key of a spying metaclass": {Spied(): 1, "a": 2},
    "sizeof is an object": TrapSize(),
    "sizeof is a class method": ClassSize(),
    "class name of a str subclass": Named,
    "instance of it": Named(),
    "function name of a str subclass": renamed(Text("name")),
    "function name with a surrogate": renamed("\ud800name"),
    "attribute with a surrogate": with_attribute("\ud800"),
    "attribute with a long name": with_attribute("n" * 100_000),
    "keyword defaults of a dict subclass": with_keyword_defaults(),
    "defaults of a tuple subclass": with_defaults(),
    "namespace with a key of a str subclass": type("Odd", (), {Text("odd"): [1]}),
    "static that holds itself": holding_itself(staticmethod),
    "class method that holds itself": holding_itself(classmethod),
    "module of a spying class": Pretending("pretending"),
    "module with another's file": types.ModuleType("some", Text("doc")),
    "huge range": range(10**6000),
    "range": range(2, -(10**6000), -3),
    "surrogate": "\ud800",
    "method of method": functools.reduce(lambda inner, _: types.MethodType(inner, 1), range(3000), renamed("f")),
    "static of static": functools.reduce(lambda inner, _: staticmethod(inner), range(3000), renamed("f")),
}


@pytest.mark.parametrize("kind", ["bytecode", "layout", "graph"])
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_any_object_is_shown_or_refused_in_a_sentence(kind, subject):
    RAN.clear()
    try:
        view, said = getattr(pm, kind)(subject), ""
    except (TypeError, SyntaxError) as refusal:
        view, said = None, str(refusal)
    assert view or (kind == "bytecode" and 0 < len(said) < 300)
    bundle = view._repr_mimebundle_() if view else {}
    assert RAN == []
    if not view:
        return
    schema = SCHEMAS / f"{kind}.v{view.payload['version']}.schema.json"
    jsonschema.validate(view.payload, json.loads(schema.read_text(encoding="utf-8")))
    # as the kernel sends it: a lone surrogate would be an error there
    sent = json.dumps(bundle, ensure_ascii=False, allow_nan=False).encode()
    assert len(sent) < 500_000


class Prepared(dict):
    items = __contains__ = __iter__ = noted("of the namespace")


class Preparing(type):
    @classmethod
    def __prepare__(cls, name, bases):
        return Prepared()

    def __new__(cls, name, bases, space):
        return super().__new__(cls, name, bases, dict(dict.items(space)))


def test_a_namespace_that_a_metaclass_prepared_runs_no_code():
    RAN.clear()

    class Body(metaclass=Preparing):
        mine = (1,)
        view = pm.graph()

    assert RAN == []
    (root,) = Body.view.payload["roots"]
    assert [name["name"] for name in root["names"]] == ["mine"]


class Mapping:
    def __init__(self):
        self.held = {"pm": pm}

    def __getitem__(self, name):
        return self.held[name]

    def __setitem__(self, name, value):
        self.held[name] = value

    def __getattr__(self, name):
        raise AssertionError(name)


def test_names_in_a_mapping_of_the_learners_are_refused_in_a_sentence():
    with pytest.raises(TypeError, match="class Mapping, whose code is not run"):
        exec("pm.graph()", {}, Mapping())


def test_a_comprehension_in_a_module_shows_the_globals():
    space = {"pm": pm, "mine": [1], "__name__": "__main__"}
    exec("shown = [pm.graph() for each in 'a'][0]", space)
    (root,) = space["shown"].payload["roots"]
    names = [name["name"] for name in root["names"]]
    # before 3.12 a comprehension is a function of its own
    assert (root["title"], names) in [("globals", ["mine", "each"]), ("frame of <listcomp>", [".0", "each"])]


def test_a_call_from_no_python_code_is_refused_in_a_sentence():
    from pymastery.graph.names import of_frame

    with pytest.raises(RuntimeError, match="give the objects"):
        of_frame(None)
