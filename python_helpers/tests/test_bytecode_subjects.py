"""Classes and modules: which code objects stand for them, what is said of that, and that nothing of theirs runs."""

import collections
import dataclasses
import enum
import functools
import importlib
import json
import os
import re
import sys
import types
import zipfile
from pathlib import Path

import pytest
from bytecode_payload import decode, validate

import pymastery as pm

HAS_QUALNAME = hasattr(types.CodeType, "co_qualname")


def outermost(view):
    """The names of the outermost code objects."""
    return [code.name for code in decode(validate(view)) if code.level == 0]


class Shape:
    """A class with a function of every kind."""

    sides: int = 0
    area = property(lambda self: self.sides)

    def __init__(self, sides):
        self.sides = sides

    def grow(self, by=1):
        return [self.sides + each for each in range(by)]

    also_grow = grow

    @staticmethod
    def unit():
        return Shape(1)

    @classmethod
    def make(cls):
        return cls(4)

    @property
    def name(self):
        return "shape"

    @name.setter
    def name(self, value):
        self.held = value

    @name.deleter
    def name(self):
        del self.held

    @functools.cached_property
    def slow(self):
        return sum(range(self.sides))

    @functools.lru_cache  # noqa: B019
    def cached(self):
        return 1

    length = len

    class Inner:
        def inside(self):
            return 1


class Derived(Shape):
    def own(self):
        return super().grow()


class Empty(Shape):
    pass


@dataclasses.dataclass
class Place:
    x: int
    y: int = 0

    def far(self):
        return self.x + self.y


@dataclasses.dataclass
class Generated:
    x: int


class Color(enum.Enum):
    RED = 1

    def mixed(self):
        return self


def test_the_functions_of_a_class_stand_for_it():
    view = pm.bytecode(Shape)
    names = outermost(view)
    # 3.14 and later keep a function that makes the annotations
    assert [name for name in names if name != "__annotate__"] == [
        *("<lambda>", "__init__", "grow", "unit", "make", "name", "name", "name", "slow", "cached"),
    ]
    assert view.payload["subject"] == "class Shape"
    assert view.payload["notices"] == [
        "These are the functions of class Shape: of a class body that has run no code object is kept.",
        "Not shown: classes inside it (Inner); functions written in C (length).",
    ]


def test_a_class_has_its_statement_above_its_functions():
    lines = pm.bytecode(Derived).payload["program"]["source"]["lines"]
    assert lines == ["class Derived(Shape):", "    def own(self):", "        return super().grow()"]


def test_what_is_inherited_is_not_listed():
    assert outermost(pm.bytecode(Derived)) == ["own"]
    with pytest.raises(TypeError, match=r"class Empty has no function of its own, .* those of Shape; try Shape$"):
        pm.bytecode(Empty)


@pytest.mark.parametrize("cls", [int, object, type, collections.OrderedDict, BaseException, types.FunctionType])
def test_a_class_of_c_is_refused_in_a_sentence(cls):
    with pytest.raises(TypeError, match=f"class {cls.__name__} has no method written in Python"):
        pm.bytecode(cls)


def test_a_generated_function_does_not_point_into_the_source_of_the_others():
    payload = validate(pm.bytecode(Place))
    codes = {code.name: code for code in decode(payload)}
    assert payload["program"]["source"]["filename"] == __file__
    assert codes["far"].located
    assert {row.position[0] for row in codes["far"].rows} - {None}
    assert not codes["__init__"].located
    assert all(row.position == (None,) * 4 for row in codes["__init__"].rows)


def test_a_class_of_generated_functions_alone_has_its_own_source_or_none():
    view = pm.bytecode(Generated)
    payload = validate(view)
    codes = decode(payload)
    assert {"__init__", "__eq__"} <= {code.name for code in codes}
    source = payload["program"]["source"]
    assert any("These come from elsewhere" in notice for notice in payload["notices"])
    if "__annotate__" not in {code.name for code in codes}:  # which 3.14 and later keep
        assert source is None
        return
    assert source["filename"] == __file__
    assert source["lines"][-1] == "    x: int"
    for code, listing in zip(codes, view.codes, strict=True):
        assert code.located == (listing.code.co_filename == __file__)


def test_an_enum_and_a_metaclass_are_classes():
    assert "mixed" in outermost(pm.bytecode(Color))
    assert "__call__" in outermost(pm.bytecode(enum.EnumMeta))


RAN = []


class Meta(type):
    def _ran(cls, *args):
        RAN.append(args)
        return type.__getattribute__(cls, "__dict__")

    __getattribute__ = __getattr__ = __call__ = __iter__ = __instancecheck__ = __hash__ = __eq__ = __len__ = _ran
    __bool__ = __repr__ = __dir__ = _ran
    __name__ = __dict__ = property(_ran)


def of_meta():
    class Watched(metaclass=Meta):
        def own(self):
            return 1

    return Watched


def test_nothing_of_a_metaclass_runs():
    cls = of_meta()
    RAN.clear()
    view = pm.bytecode(cls)
    assert "own" in outermost(view)
    assert view.instructions
    assert str(view)
    assert RAN == []


class Spy(str):
    """A key that equals what it hides, and says so."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        RAN.append(other)
        return str.__eq__(self, other)


def test_nothing_of_a_key_in_a_namespace_runs():
    RAN.clear()
    cls = type("Odd", (), {Spy("__call__"): lambda self: 1, "f": lambda self: 2})
    instance = cls()
    RAN.clear()
    assert len(pm.bytecode(cls).codes) == 2
    with pytest.raises(TypeError, match="an object of class Odd has no bytecode"):
        pm.bytecode(instance)
    module = types.ModuleType("odd")
    vars(module).clear()
    vars(module)[Spy("__file__")] = __file__
    vars(module)[Spy("__name__")] = "odd"
    RAN.clear()
    with pytest.raises(TypeError, match="has no file of Python source"):
        pm.bytecode(module)
    assert RAN == []


# --- modules ---------------------------------------------------------------------------------------------


def text_of(module):
    """The source of a module, which may be in an archive."""
    file = Path(module.__file__)
    if file.is_file():
        return file.read_text(encoding="utf-8")
    archive = next(folder for folder in file.parents if folder.is_file())
    with zipfile.ZipFile(archive) as opened:
        return opened.read(file.relative_to(archive).as_posix()).decode()


@pytest.mark.parametrize("name", ["json", "os", "os.path", "collections.abc", "json.decoder", "bisect"])
def test_the_file_of_a_module_is_compiled_again(name):
    module = importlib.import_module(name)
    payload = validate(pm.bytecode(module))
    text = text_of(module)
    root = compile(text, module.__file__, "exec", dont_inherit=True)
    outer = decode(payload)[0]
    assert (outer.name, outer.names, outer.size) == ("<module>", list(root.co_names), len(root.co_code))
    assert payload["subject"] == f"module {module.__name__}"
    assert payload["program"]["source"]["lines"] == text.split("\n")[:-1]
    assert payload["notices"] == [
        f"The file of module {module.__name__} was compiled again: the code object that ran at import is not kept."
    ]


def test_a_module_is_not_imported_again(tmp_path, monkeypatch, capsys):
    (tmp_path / "speaking.py").write_text("print('imported')\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("speaking")
    assert capsys.readouterr().out == "imported\n"
    pm.bytecode(module)
    assert capsys.readouterr().out == ""


def test_a_module_in_an_archive_is_read_there(tmp_path, monkeypatch):
    source = "# -*- coding: latin-1 -*-\nx = 'caf\xe9'\n"
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        archive.writestr("zipped/__init__.py", "")
        archive.writestr("zipped/inner.py", source.encode("latin-1"))
    monkeypatch.syspath_prepend(tmp_path / "library.zip")
    view = pm.bytecode(importlib.import_module("zipped.inner"))
    assert view.payload["program"]["source"]["lines"] == source.split("\n")[:-1]


def module_at(file, name="some"):
    module = types.ModuleType(name)
    module.__file__ = file
    return module


def test_what_has_no_source_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "space" / "inner").mkdir(parents=True)
    sys.path.insert(0, str(tmp_path))
    try:
        namespace_package = importlib.import_module("space")
    finally:
        sys.path.remove(str(tmp_path))
    for module in (sys, namespace_package, types.ModuleType("bare"), module_at("x.so"), module_at(None)):
        with pytest.raises(TypeError, match=r"^module \w+ has no file of Python source"):
            pm.bytecode(module)


def test_an_extension_module_is_refused():
    import _ctypes

    with pytest.raises(TypeError, match="module _ctypes has no file of Python source"):
        pm.bytecode(_ctypes)


def test_the_module_of_a_notebook_is_refused_with_the_reason():
    with pytest.raises(TypeError, match="the notebook's own module has no file"):
        pm.bytecode(types.ModuleType("__main__"))


def test_a_script_is_a_module(tmp_path):
    (tmp_path / "script.py").write_text("x = 1\n")
    assert pm.bytecode(module_at(str(tmp_path / "script.py"), "__main__")).payload["subject"] == "module __main__"


def broken_files(folder):
    """Files that cannot be read as source: gone, no text, another thing than a file."""
    (folder / "bytes.py").write_bytes(b"x = '\xff\xfe'\n")
    (folder / "cookie.py").write_bytes(b"# -*- coding: no-such -*-\n")
    (folder / "folder.py").mkdir()
    os.mkfifo(folder / "pipe.py")
    with zipfile.ZipFile(folder / "some.zip", "w") as archive:
        archive.writestr("bytes.py", b"x = '\xff\xfe'\n")
    names = ["gone.py", "bytes.py", "cookie.py", "folder.py", "pipe.py", "nul\0.py", "\ud800.py"]
    return [folder / name for name in (*names, "some.zip/gone.py", "some.zip/bytes.py", "bytes.py/inner.py")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path):
    for file in broken_files(tmp_path):
        with pytest.raises(TypeError, match="the file of module some cannot be read") as refusal:
            pm.bytecode(module_at(str(file)))
        assert len(str(refusal.value)) < 300
        str(refusal.value).encode()


def test_a_module_whose_file_is_no_python_is_a_syntax_error(tmp_path):
    (tmp_path / "wrong.py").write_text("x = = 1\n")
    with pytest.raises(SyntaxError) as error:
        pm.bytecode(module_at(str(tmp_path / "wrong.py")))
    assert error.value.filename == str(tmp_path / "wrong.py")


class Pretending(types.ModuleType):
    """A module that would run code of its own at every question."""

    def _ran(self, *args):
        RAN.append(args)
        return __file__

    __getattr__ = __getattribute__ = __dir__ = __repr__ = __eq__ = __hash__ = __bool__ = _ran
    __class__ = __file__ = __name__ = property(_ran)


def test_nothing_of_a_class_of_modules_runs():
    module = Pretending("pretending")
    vars(types.ModuleType)["__dict__"].__get__(module)["__file__"] = json.__file__
    RAN.clear()
    view = pm.bytecode(module)
    assert view.payload["subject"] == "module pretending"
    assert str(view)
    assert RAN == []


@pytest.mark.parametrize("value", [Spy("x.py"), 42, ["x.py"], Shape, b"x.py"])
def test_a_file_name_that_is_no_str_is_none(value):
    RAN.clear()
    with pytest.raises(TypeError, match=re.escape("module some has no file of Python source")):
        pm.bytecode(module_at(value))
    assert RAN == []


def test_the_getattr_of_a_module_is_not_called():
    module = types.ModuleType("lazy")
    exec("def __getattr__(name): raise RuntimeError(name)", vars(module))
    with pytest.raises(TypeError, match="module lazy has no file"):
        pm.bytecode(module)
