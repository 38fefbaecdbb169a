"""Programs to run while the interpreter's stack is looked at: every statement and expression there is.

Name → source text; each defines `run`.
"""

import stack_programs_flow
from bytecode_walk import HERE

PROGRAMS = {
    "generators": """
def counter(n):
    got = []
    try:
        for i in range(n):
            try:
                got.append((yield i, len(got)))
            except ValueError as e:
                got.append((yield str(e)))
    finally:
        got.append("closed")
    return got
def delegating(n):
    first = yield from counter(n)
    return [first, (yield from (x for x in first))]
def loops(n):
    while n:
        n -= 1
        yield {n: (yield n)}
def run():
    g = delegating(3)
    next(g); g.send("sent"); g.throw(ValueError("thrown")); list(g)
    g = counter(3); next(g); g.close()
    g = delegating(2); next(g); g.close()
    g = counter(2); next(g)
    try:
        g.throw(KeyError)
    except KeyError:
        pass
    list(loops(2)); sum(x * y for x in range(3) for y in loops(x) if isinstance(y, int))
    return [*counter(2)], next(counter(0), None)
""",
    "asynchronous": """
class Wait:
    def __await__(self):
        return (yield "waiting")
class Manager:
    async def __aenter__(self):
        await Wait(); return self
    async def __aexit__(self, *what):
        await Wait(); return what[0] is KeyError
class Numbers:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        await Wait()
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n
async def stream(n):
    try:
        for i in range(n):
            await Wait()
            got = yield i
    finally:
        await Wait()
async def main():
    out = []
    async for x in Numbers(3):
        async with Manager() as a, Manager():
            if x == 1:
                continue
            out.append([a, await Wait()])
            raise KeyError
    else:
        out.append("else")
    s = stream(3)
    async for x in s:
        if x:
            break
    await s.aclose()
    out += [y async for y in Numbers(2) if await Wait() is None]
    out += [await Wait() for _ in range(2)]
    d = {k: v async for k in Numbers(2) async for v in stream(1)}
    s = stream(2)
    await s.asend(None); await s.asend(5)
    try:
        await s.athrow(ValueError)
    except ValueError:
        pass
    await s.aclose()
    async with Manager():
        for i in range(2):
            async with Manager():
                if i:
                    return out, d
                break
    return await Numbers(1).__anext__()
def run():
    c = main()
    try:
        while True:
            c.send(None)
    except StopIteration as stop:
        value = stop.value
    c = main(); c.send(None)
    try:
        c.throw(ZeroDivisionError)
    except ZeroDivisionError:
        pass
    c = main(); c.send(None); c.close()
    return value
""",
    "comprehensions": """
def run():
    n = 3
    a = [(i, j) for i in range(n) if i for j in range(i) if j % 2 == 0 or n]
    b = {i: [k for k in range(i)] for i in range(n)}
    c = {x for row in a for x in row}
    d = list((y := x, y + n) for x in c)
    e = [lambda q=q: q + n for q in range(2)]
    try:
        [1 / (x - 1) for x in range(3)]
    except ZeroDivisionError:
        pass
    f = [[x for x in range(y)] for y in (2, 3)]
    return a, b, c, d, [g() for g in e], f, [i for i in range(2)] + [*map(str, (z for z in a))]
z = [i for i in range(3)]
class Body:
    items = [x * 2 for x in (1, 2)]
    table = {k: v for k, v in zip("ab", items)}
""",
    "match": """
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
LIMIT = 5
class Names:
    RED = "red"
def which(subject):
    match subject:
        case 0 | 1 | None:
            return "small"
        case True:
            return "true"
        case Names.RED:
            return "value"
        case -1 | 2j | b"x":
            return "number"
        case str() as text if len(text) > 3:
            return text
        case [] | [_]:
            return "short"
        case [Point(x=0), *rest] | [Point(y=0, x=_), *rest]:
            return rest
        case [first, (second, *_), *middle, last]:
            return first, second, middle, last
        case {"k": {"deep": [deep, *_]}, "n": None, **more}:
            return deep, more
        case {}  if subject:
            return "mapping"
        case Point(0, y):
            return y
        case Point(x, Point(y, 0) | Point(0, y)):
            return x, y
        case int(value) | float(value):
            return value
        case _:
            return "other"
def run():
    many = (0, None, "red", -1, "longer", "s", [], [1], [Point(0, 1), 2], [1, (2, 3), 4], [1, (2,), 3, 4, 5], [1, 2, 3],
            {"k": {"deep": [1]}, "n": None, "z": 2}, {"k": 1}, {}, Point(0, 4), Point(1, Point(2, 0)),
            Point(1, Point(0, 3)), Point(9, 9), 7, 1.5, object(), [Point(1, 0)], (1, [2, 3], 4), b"x", 2j)
    return [which(one) for one in many]
""",
    "statements": """
import os, os.path as path
from collections import namedtuple as nt, OrderedDict
from os.path import (join, split)
total = 0
def bump():
    global total
    total += 1
    del globals()["total"]
    total = 2
def closure():
    count = 0
    def inner(by):
        nonlocal count
        count += by
        def deepest(): return count, by, total
        return deepest()
    first = inner(1)
    del count
    try:
        inner(2)
    except NameError:
        pass
    return first
def run():
    a, *b, (c, d) = 1, 2, 3, (4, 5)
    [e, f] = f, e = 6, 7
    x = y = [a, b, {c: d}]
    x[0], x[1:2], x[2][c] = b, [8], 9
    x[::2]; x[1:]; x[:1]; y[-1][c] += 1; x[1:2] += [3]
    a = b if not c and d or e else f
    a = not (a and (b or c)); a = a is None or b is not None or c in (4,) or d not in [5]
    ok = 1 < d < 9 != c >= 0
    del x[0], x[0:1]
    obj = type("T", (), {})(); obj.attr = 1; obj.attr **= 2; obj.attr @= M(); del obj.attr
    assert ok, "message"
    try:
        assert not ok, f"{ok!r:>{10}} {ok=} {a:x}"
    except (AssertionError, ValueError) as error:
        text = f"{error!s} {error.args[0] if error.args else 1:^10} {{}} {[*b]}" "tail"
    if (n := len(text)) > 3 and (m := n): n, m = m, n
    bump()
    pass; ...; 1; "text"; (yield_ := 2)
    annotated: int = 3
    lambda p, /, q=1, *r, s=2, **t: (p, q, r, s, t)
    return closure(), -a, +n, ~n, n << 1, n >> 1, n & 1, n | 1, n ^ 1, n // 2, path.join("a", "b"), {1, *b}
class M:
    def __rmatmul__(self, other): return other
""",
    "classes": '''
import functools
def deco(arg=None):
    def wrap(f):
        return f
    return wrap
class Base:
    """Doc."""
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append(tag)
    def hello(self, *a): return "base", a
    @property
    def prop(self): return self.__class__
    @prop.setter
    def prop(self, value): self._p = value
@deco("x")
@functools.partial(deco(2))
class Derived(Base, tag=len("abc"), **{}):
    a: int = 1
    b = [a, a + 1]
    if b:
        c: "str" = "yes"
    for i in range(2):
        locals()[f"m{i}"] = i
    def hello(self, *a, **k):
        return super().hello(*a), super(Derived, self).hello, __class__, self.prop
    @staticmethod
    @deco()
    def s(x, y=b[0], *, z=b): return x, y, z
    @classmethod
    def c2(cls): return [cls for _ in cls.b]
    class Inner:
        x = 1
        def get(self): return self.x
class Meta(type):
    def __call__(cls, *args): return super().__call__(*args)
class WithMeta(metaclass=Meta):
    __slots__ = ("v",)
    def __init__(self, v=1): self.v = v
def run():
    d = Derived()
    d.prop = 3
    def local(x: int, *y: "str", z: list = None) -> dict:
        class Local(Base, tag=x):
            y = x
            def get(self): return x, __class__
        return Local().get()
    return d.hello(1, *d.b), Derived.s(1), d.c2(), d.Inner().get(), WithMeta(3).v, local(2)
''',
}

SINCE = {
    "type parameters": (
        (3, 12),
        """
type Pair[T: (int, str), *Ts, **P] = tuple[T, *Ts]
type Later = list[Unknown]
def first[T](xs: list[T], default: T = None) -> T:
    def inner[U: T](u: U) -> T: return xs[0] if xs else u
    return inner(default)
class Box[T](list[T]):
    item: T
    def put[U](self, x: T | U) -> "Box[T]":
        self.append(x)
        return self
def run():
    x = f"{'nested ' + f'{1 + 1:>{2}}'} {[f"{y!r}" for y in 'ab']}"
    try:
        Later.__value__
    except NameError:
        pass
    return Pair.__value__, Pair.__type_params__[0].__constraints__, first([1]), Box().put(2), x
""",
    ),
    "type parameter defaults": (
        (3, 13),
        """
class Box[T = int, **P = [int]]:
    __static__ = 1
    def set(self): self.a = self.b = 1
type Alias[*Ts = *tuple[int, ...]] = dict[*Ts]
def run():
    return Box.__type_params__[0].__default__, Alias.__type_params__[0].__default__, Box.__static_attributes__
""",
    ),
    "templates": (
        (3, 14),
        """
from annotationlib import Format, get_annotations
class Later:
    x: Unknown
    y: list[Unknown] = None
    if y is None:
        z: int
def run():
    name, width = "n", 5
    t = t"hello {name!r:>{width}} and {width + 1} {{}}" t"{name}"
    try:
        1 / 0
    except ZeroDivisionError, ValueError:
        pass
    with_any = any(x > 1 for x in [1, 2]), all(x for x in (1, 0)), tuple(x for x in "ab")
    return t.values, get_annotations(Later, format=Format.FORWARDREF), with_any, list(x for x in {1})
""",
    ),
    "unpacking comprehensions": (
        (3, 15),
        """
lazy import textwrap
lazy from string import capwords as words
def run():
    rows = [[1, 2], [3], []]
    flat, keys = [*row for row in rows], {*row for row in rows}
    merged, lazily = {**d for d in ({1: 2}, {3: 4})}, list((*row for row in rows))
    f = frozendict(a=1)
    for x in rows:
        for y in x:
            for i, z in enumerate((x, y)):
                continue
    return flat, keys, merged, lazily, f, textwrap.dedent(" a"), words("a b")
""",
    ),
}

TEXTS = {
    **stack_programs_flow.PROGRAMS,
    **PROGRAMS,
    **{name: text for name, (version, text) in {**stack_programs_flow.SINCE, **SINCE}.items() if version <= HERE},
}
"""Those that the running interpreter can compile."""
