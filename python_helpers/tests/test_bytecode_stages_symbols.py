"""Scopes and names are those of symtable; where a name occurs is what the final instructions say."""

import ast
import dis
import re
import symtable
import sys
import types
import unicodedata

import pytest
from stage_subjects import MODULES, read, rows, text_of

from pymastery.bytecode.compiler import stages

KINDS = {"TypeVar bound": "type variable", "type parameter": "type parameters"}
APART = "inlined comprehension"
QUESTIONS = {
    "is_parameter": "parameter",
    "is_nonlocal": "nonlocal",
    "is_imported": "imported",
    "is_annotated": "annotated",
    "is_assigned": "assigned",
    "is_referenced": "referenced",
    "is_free": "free",
    "is_declared_global": "global explicit",
    "is_type_parameter": "type parameter",
    "is_comp_iter": "comprehension iteration variable",
    "is_cell": "cell",
}


@pytest.fixture(scope="module", params=MODULES)
def module(request):
    return read(request.param)


def tables(table):
    yield table
    for child in table.get_children():
        yield from tables(child)


def test_scopes_are_those_of_symtable(module):
    text, facts = module
    theirs = list(tables(symtable.symtable(text, "", "exec")))
    assert facts.totals["scopes"] == len(facts.scopes) == len(theirs)
    for scope, table in zip(facts.scopes, theirs, strict=True):
        kind = str(table.get_type())
        assert (scope.kind, scope.name, scope.line) == (KINDS.get(kind, kind), table.get_name(), table.get_lineno())
        above = [outer for outer in theirs if table in outer.get_children()]
        assert (theirs[scope.parent] is above[0]) if above else scope.parent == -1
        assert scope.depth == (facts.scopes[scope.parent].depth + 1 if above else 0)


def test_symbols_are_those_of_symtable(module):
    text, facts = module
    for scope, table in zip(facts.scopes, tables(symtable.symtable(text, "", "exec")), strict=True):
        ours = {symbol.name: symbol for symbol in scope.symbols if APART not in symbol.words}
        assert list(ours) == [symbol.get_name() for symbol in table.get_symbols()]
        for symbol in table.get_symbols():
            words = ours[symbol.get_name()].words
            for question, word in QUESTIONS.items():
                if hasattr(symbol, question):
                    assert (word in words) == getattr(symbol, question)(), (symbol, words)
            if scope.kind != "module":  # whose names are local and global to symtable
                assert ("local" in words or "cell" in words) == symbol.is_local()
            assert any(word.startswith("global") for word in words) == symbol.is_global()


def lone_places(tree):
    """The span in bytes of each Name of a tree whose annotations are looked at."""
    skipped = set()
    text = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    for node in ast.walk(tree):
        inner = getattr(node, "annotation", None), getattr(node, "returns", None)
        # text where __future__ says so; those of a function's variables are not looked at from 3.14 on
        if text or (isinstance(node, ast.AnnAssign) and sys.version_info >= (3, 14)):
            skipped |= {id(part) for annotation in inner if annotation is not None for part in ast.walk(annotation)}
    return [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in skipped]


def test_every_name_is_in_one_scope_that_is_around_it(module):
    text, facts = module
    seen = {}
    for scope, symbol in rows(facts):
        assert list(symbol.uses) == sorted(symbol.uses)
        for use in symbol.uses:
            written = unicodedata.normalize("NFKC", text_of(facts, use))
            assert symbol.name == written or symbol.name.endswith(written)
            assert use not in seen, (symbol, use)
            seen[use] = (scope, symbol)
            assert scope.span is None or (scope.span[:2] <= use[:2] and use[2:] <= scope.span[2:])
    if facts.totals["nodes"] > 20_000 or facts.totals["uses"] > 20_000:
        return
    for node in lone_places(ast.parse(text)):
        if facts.lines[node.lineno - 1].isascii():
            assert (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset) in seen, ast.dump(node)


def codes_of(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from codes_of(const)


def first_lines(tree):
    """(name, line of the statement) → line of its first decorator."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found[node.name, node.lineno] = first
    return found


def scopes_by_code(facts, text):
    """(name, first line) of a code object → the scopes of functions and classes that may be its own."""
    first, found = first_lines(ast.parse(text)), {}
    for scope in facts.scopes:
        if scope.kind in ("function", "class"):
            made_up = scope.name.strip("<>") in ("lambda", *COMPREHENSIONS)
            name = f"<{scope.name.strip('<>')}>" if made_up else scope.name
            found.setdefault((name, first.get((scope.name, scope.line), scope.line)), []).append(scope)
    return found


def words(scope, *asked):
    return {symbol.name for symbol in scope.symbols if set(asked) & set(symbol.words)}


def test_the_code_object_has_the_variables_of_the_scope(module):
    text, facts = module
    scopes, checked = scopes_by_code(facts, text), 0
    for code in codes_of(compile(text, "", "exec", dont_inherit=True)):
        found = scopes.get((code.co_name, code.co_firstlineno), [])
        if len(found) == 1 and found[0].kind == "function":
            scope, checked = found[0], checked + 1
            assert words(scope, "parameter") == set(code.co_varnames[: arguments(code)])
            assert set(code.co_varnames) <= words(scope, "local", "cell", APART)
            assert set(code.co_cellvars) <= words(scope, "cell")
            assert set(code.co_freevars) == words(scope, "free")
    assert checked or not any(scope.kind == "function" for scope in facts.scopes)


def arguments(code):
    return code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)


COMPREHENSIONS = ("genexpr", "listcomp", "setcomp", "dictcomp")
PLACES = {
    "GLOBAL": ("global implicit", "global explicit", "global"),
    "FAST": ("local", "cell", APART),
    "DEREF": ("cell", "free", APART),
    "CLASSDEREF": ("free", "cell"),
    "NAME": ("local", "global implicit", "global explicit", "cell"),
}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="instructions have no columns")
def test_a_use_is_in_the_scope_whose_code_uses_it(module):
    """The instructions of the final code object, which have positions and names, against ours."""
    text, facts = module
    uses = {use: (scope, symbol) for scope, symbol in rows(facts) for use in symbol.uses}
    scopes, checked = scopes_by_code(facts, text), 0
    for code in codes_of(compile(text, "", "exec", dont_inherit=True)):
        found = scopes.get((code.co_name, code.co_firstlineno), [facts.scopes[0]] if code.co_name == "<module>" else [])
        for instruction in dis.get_instructions(code):
            action, _, rest = instruction.opname.partition("_")
            kind = rest.removesuffix("_CHECK").removesuffix("_BORROW")
            at = instruction.positions
            use = (at.lineno, at.col_offset, at.end_lineno, at.end_col_offset)
            if not at.lineno or not facts.lines[at.lineno - 1].isascii():
                continue  # columns of instructions are bytes
            # what the compiler adds, such as __classcell__, is where the instruction before it is
            if action in ("LOAD", "STORE", "DELETE") and kind in PLACES and len(found) == 1 and use in uses:
                if not re.fullmatch(rf"(_\w+(?=__))?{text_of(facts, use)}", instruction.argval):
                    continue
                scope, symbol = uses[use]
                # `:=` in a comprehension binds in the scope around it, by an instruction of its own code
                named = kind == "DEREF" and action == "STORE" and found[0].name.strip("<>") in COMPREHENSIONS
                assert scope is (facts.scopes[found[0].parent] if named else found[0]), (symbol, instruction)
                assert symbol.name == instruction.argval
                assert set(symbol.words) & set(PLACES[kind]), (symbol, instruction)
                checked += 1
    assert checked


def seen(text, scope_name="top", *, kind=None):
    """Name → (words, texts of its uses with their columns) of one scope."""
    facts = stages(text)
    assert not facts.refusals, facts.refusals
    scope = next(s for s in facts.scopes if s.name.strip("<>") == scope_name and kind in (None, s.kind))
    return {
        symbol.name: [use[:2] for use in symbol.uses] for symbol in scope.symbols if not symbol.name.startswith(".")
    }


def test_bindings_that_are_no_name_nodes():
    text = (
        "import os.path, sys as y\n"
        "from a import (b # as x\n  as c)\n"
        "try: pass\nexcept (\n  E # as f\n): pass\nexcept E as g: pass\n"
        "async  def \\\n  h(): pass\n"
        "@d\nclass K(B): pass\n"
    )
    found = seen(text)
    assert found == {
        "os": [(1, 7)],
        "y": [(1, 23)],
        "c": [(3, 5)],
        "E": [(6, 2), (8, 7)],
        "g": [(8, 12)],
        "h": [(10, 2)],
        "d": [(11, 1)],
        "K": [(12, 6)],
        "B": [(12, 8)],
    }


def test_parameters_defaults_and_decorators():
    text = "@d\ndef f(a, /, b=x, *c, e=y, **g): return a, b, c, e, g\n"
    assert seen(text) == {"f": [(2, 4)], "d": [(1, 1)], "x": [(2, 14)], "y": [(2, 23)]}
    inner = seen(text, "f")
    assert {name: uses[0][1] for name, uses in inner.items()} == {"a": 6, "b": 12, "c": 18, "e": 21, "g": 28}
    assert all(len(uses) == 2 for uses in inner.values())


def test_global_and_nonlocal_are_uses():
    text = "def f():\n global a, \\\n  b\n c = 1\n def g():\n  nonlocal c\n  c = a\n"
    assert seen(text, "f") == {"a": [(2, 8)], "b": [(3, 2)], "c": [(4, 1)], "g": [(5, 5)]}
    assert seen(text, "g") == {"c": [(6, 11), (7, 2)], "a": [(7, 6)]}


def test_patterns_bind():
    text = "match v:\n case [a, *b, _]: pass\n case {'k': c, **d}: pass\n case P(e=1 as f) | f: pass\n"
    assert seen(text) == {
        "v": [(1, 6)],
        "a": [(2, 7)],
        "b": [(2, 11)],
        "c": [(3, 12)],
        "d": [(3, 17)],
        "P": [(4, 6)],
        "f": [(4, 15), (4, 20)],
    }


def test_comprehensions():
    text = "def f(p):\n return [q for q in p if (w := q)]\n"
    outer = seen(text, "f")
    assert outer["p"] == [(1, 6), (2, 20)]
    assert outer["w"] == [(2, 26)]
    target = [(2, 9), (2, 15), (2, 31)]
    if sys.version_info >= (3, 12):
        assert outer["q"] == target
    else:
        assert seen(text, "listcomp")["q"] == target
    assert seen("(i for i in p)\n", "genexpr") == {"i": [(1, 1), (1, 7)]}


def test_two_variables_of_one_name():
    text = "x = 1\ny = [x for x in x]\nz = [x for x in y]\n"
    facts = stages(text)
    outer = [symbol for symbol in facts.scopes[0].symbols if symbol.name == "x"]
    assert [use[:2] for use in outer[0].uses] == [(1, 0), (2, 16)]
    inner = [(2, 5), (2, 11), (3, 5), (3, 11)]
    if sys.version_info >= (3, 12):
        assert [use[:2] for use in outer[1].uses] == inner
        assert outer[1].words == ("comprehension iteration variable", "inlined comprehension")
    else:
        assert [use[:2] for scope in facts.scopes[1:] for s in scope.symbols for use in s.uses][::2] == inner[::2]


def test_class_bodies_and_private_names():
    text = "class A:\n __x = 1\n def f(self): return self.__x, __y, __class__\n def __g(self): pass\n"
    assert seen(text, "A", kind="class") == {
        "_A__x": [(2, 1)],
        "f": [(3, 5)],
        "_A__g": [(4, 5)],
        **({"__classdict__": []} if "__classdict__" in seen(text, "A", kind="class") else {}),
    }
    assert seen(text, "f") == {"self": [(3, 7), (3, 21)], "_A__y": [(3, 31)], "__class__": [(3, 36)]}


def test_annotations():
    text = "def f(a: q = d) -> r: pass\nx: t = v\n"
    outer, names = seen(text), {"q": [(1, 9)], "r": [(1, 19)], "t": [(2, 3)]}
    assert outer["d"] == [(1, 13)]
    assert outer["v"] == [(2, 7)]
    if sys.version_info >= (3, 14):
        kept = [symbol for scope, symbol in rows(stages(text)) if scope.kind == "annotation" and symbol.uses]
        assert {symbol.name: [use[:2] for use in symbol.uses] for symbol in kept} == names
    else:
        assert {name: outer[name] for name in names} == names
    later = stages("from __future__ import annotations\n" + text + "q = 1\n")
    found = {symbol.name: len(symbol.uses) for _, symbol in rows(later)}
    assert found["q"] == 1
    assert "r" not in found
    assert "t" not in found


@pytest.mark.skipif(sys.version_info < (3, 12), reason="no type parameters")
def test_type_parameters():
    text = "def f[T: b, *U](a: T) -> U: return T\nclass C[V](B[V]): pass\ntype A[W] = list[W]\n"
    facts = stages(text)
    found = {}
    for scope, symbol in rows(facts):
        for use in symbol.uses:
            found.setdefault((scope.kind, scope.name, symbol.name), []).append(use[:2])
    assert found["type parameters", "f", "T"][0] == (1, 6)
    assert found["type parameters", "f", "U"][0] == (1, 13)
    assert found["type variable", "T", "b"] == [(1, 9)]
    assert found["function", "f", "T"] == [(1, 35)]
    assert found["type parameters", "C", "V"] == [(2, 8), (2, 13)]
    assert found["type alias", "A", "W"] == [(3, 17)]
    assert [use[:2] for scope, s in rows(facts) if scope.kind == "module" for use in s.uses] == [
        *[(1, 4), (2, 6), (3, 5)],
    ]


def test_lambdas_of_one_line_are_told_apart():
    text = "f(lambda a: a, lambda b: b, lambda c=lambda d: d: c)\n"
    facts = stages(text)
    lambdas = [scope for scope in facts.scopes if scope.kind == "function"]
    for scope in lambdas:
        for symbol in scope.symbols:
            assert [text_of(facts, use) for use in symbol.uses] == [symbol.name] * 2
            assert all(scope.span[1] <= use[1] < scope.span[3] for use in symbol.uses)
    assert len(lambdas) == 4
