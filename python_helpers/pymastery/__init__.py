"""See how CPython really works: bytecode, object layout and memory graphs of the running interpreter.

    import pymastery as pm
    pm.bytecode(f)      # what the compiler made of a function
    pm.specialise(f, [(1, 2), (3, 4)])  # what the interpreter makes of that, call by call
    pm.stages("x = 2 ** 10")  # what each stage of the compiler makes of a text
    pm.layout(x)        # the bytes of an object, field by field
    pm.graph()          # your names, the objects behind them, and who refers to whom
    pm.check("id", f)   # whether an answer to an exercise is right

Each call returns a view: the last expression of a notebook cell draws it, `print()` gives text.
"""

from pymastery.bytecode import bytecode, specialise, stages
from pymastery.check import check
from pymastery.display import View
from pymastery.graph import graph
from pymastery.layout import layout

__all__ = ["View", "bytecode", "check", "graph", "layout", "specialise", "stages"]
