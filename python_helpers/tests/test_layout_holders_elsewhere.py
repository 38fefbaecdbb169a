"""Who holds an object in a process of its own: a script, IPython, and classes that lie."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pymastery as pm


def lines_of(*arguments):
    if sys.platform == "emscripten":
        pytest.skip("no child processes")
    environment = {**os.environ, "PYTHONPATH": str(Path(pm.__file__).parents[1])}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.splitlines()


HOSTILE = """
import sys
import pymastery as pm
ran = []
class Meta(type):
    def __eq__(cls, other): ran.append("meta eq"); return True
    def __hash__(cls): ran.append("meta hash"); return 1
    def __getattribute__(cls, name): ran.append("meta getattribute " + name); return type.__getattribute__(cls, name)
class Key(str):
    def __eq__(self, other): ran.append("key eq"); return True
    def __hash__(self): return hash("__name__")
    def __format__(self, spec): ran.append("format"); return "x"
class Liar(metaclass=Meta):
    __class__ = property(lambda self: ran.append("class") or int)
    def __getattribute__(self, name): ran.append("getattribute " + name); return object.__getattribute__(self, name)
    def __eq__(self, other): ran.append("eq"); return True
    def __hash__(self): ran.append("hash"); return 1
    def __repr__(self): ran.append("repr"); return "{}"
    def __len__(self): ran.append("len"); return 0
    def __iter__(self): ran.append("iter"); return iter(())
x = ["new"]
liar = Liar()
object.__setattr__(liar, "x", x)
table = {Key("k{}"): x}
class Sub(dict):
    def items(self): ran.append("items"); return []
    def __getitem__(self, key): ran.append("getitem")
    def __iter__(self): ran.append("dict iter"); return iter(())
sub = Sub(a=x)
class Same(str):
    __hash__ = str.__hash__
    def __eq__(self, other): ran.append("same eq"); return str.__eq__(self, other)
    def __format__(self, spec): ran.append("format"); return "x"
odd = type("Odd", (), {Same("__module__"): "m", Same("y"): 1})()
object.__setattr__(odd, "z", x)
def named(): return 3.5
named.__qualname__ = Same("named")
ran.clear()
view = pm.layout(x)
view.holders; view.refcount; str(view); view.payload
pm.layout(liar).payload; pm.layout(Liar).payload; pm.layout(table).payload; pm.layout(sub).payload
pm.layout(odd).payload; pm.layout(type(odd)).payload; pm.layout(named).payload
print(ran)
print(sorted(each.text for each in view.holders), view.refcount)
"""


def test_nothing_of_the_holders_runs():
    first, second = lines_of("-c", HOSTILE)
    assert first == "[]"
    assert "name x in your globals" in second
    assert second.endswith(" 5")


IN_MAIN = """
import pymastery as pm
a = ["one"]
xs = [a, a]
b = a
d = {"k": {"deep": a}}
number = 123456789
pair = (number, "x")
table = {"n": number}
print(sorted((h.text, h.count) for h in pm.layout(a).holders))
print(sorted(h.text for h in pm.layout(number).holders), pm.layout(number).refcount)
"""


def test_names_of_a_script_are_those_of_its_globals(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(IN_MAIN)
    first, second = lines_of(str(script))
    names = ["name a in your globals", "name b in your globals"]
    assert eval(first) == [(text, 1) for text in ["d['k']['deep']", *names, "xs[0]", "xs[1]"]]
    if second == "[] inf":  # a free-threaded build makes the constants of code immortal
        return
    wanted = ["constant of the code of <module>", "name number in your globals", "pair[0]", "table['n']"]
    assert eval(second.rpartition(" ")[0]) == wanted or set(wanted) < set(eval(second.rpartition(" ")[0]))


IN_IPYTHON = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
def run(source):
    shell.run_cell(source, store_history=True)
run("import pymastery as pm; a = ['%']; rest = lambda view: view.payload['ledger']['unexplained']")
run("a")
run("print('shown', [each.text for each in pm.layout(a).holders], rest(pm.layout(a)))")
run("def fails(given): 1 / 0")
run("fails(a)")
run("print('kept', [each.text for each in pm.layout(a).holders if each.kind == 'variable'], rest(pm.layout(a)))")
"""


def test_what_ipython_keeps_is_told():
    pytest.importorskip("IPython")
    first, second = [line for line in lines_of("-c", IN_IPYTHON) if line.startswith(("shown", "kept"))]
    assert first.endswith(" 0")
    for words in ("'name a in your globals'", '"IPython\'s _"', '"IPython\'s _2"', '"IPython\'s Out[2]"'):
        assert words in first
    assert second == "kept ['variable given of a frame of fails that was kept'] 0"
