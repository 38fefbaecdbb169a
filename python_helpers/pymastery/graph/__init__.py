"""`pm.graph()`: names, the objects behind them, and who refers to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymastery.display import View

if TYPE_CHECKING:
    from .inspector import Graph
    from .names import Roots


def graph(*roots: object, **named_roots: object) -> View:
    """Show objects and the references between them, as the garbage collector sees them.

    Args:
        *roots: Objects to start from. Without any, the names of the caller are shown: the locals of
            a function, or the globals of a notebook cell without what IPython put there.
        **named_roots: The same with a name each: `pm.graph(matrix=m)`.

    Returns:
        A view. At most 400 objects with references, 60 references of each and 60 names are shown;
        what was cut is counted. No code of the objects runs, nothing is kept alive.

    Raises:
        TypeError: Without any root, where the names are kept by an object whose code would have to
            run (`exec` with a mapping, a class body whose metaclass prepares one).
        RuntimeError: Without any root, where no Python code made the call.

    Source of the facts: `gc.get_referents`, https://docs.python.org/3/library/gc.html.
    """
    import sys

    from ..heap.classes import code_names
    from .inspector import inspect
    from .names import given, of_frame

    frame = sys._getframe().f_back
    start: Roots = given(roots, named_roots) if roots or named_roots else of_frame(frame)
    return _view(inspect(start, code_names(frame.f_code) if frame else ()))


def _view(found: Graph) -> View:
    from .payload import payload
    from .static import html, plain

    return View("graph", payload(found), lambda: html(found), lambda: plain(found))
