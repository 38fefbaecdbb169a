"""Programs to run while the interpreter's stack is looked at: loops, calls, and handlers of every kind.

Name → source text; each defines `run`. Those of a later version stand in SINCE.
"""

PROGRAMS = {
    "loops": """
def run():
    out = []
    for i in range(4):
        for j in (1, 2, 3):
            if j == 2:
                continue
            if i == 3:
                break
            out.append(i * j)
        else:
            out.append("else")
    while out:
        if out.pop() == 0:
            break
    else:
        out.append("empty")
    while True:
        out.append(1)
        if len(out) > 3:
            return [x for x in out for _ in "ab"]
""",
    "nested calls": """
def leaf(a, b=2, *rest, k=1, **more):
    return (a, b, rest, k, tuple(more))
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
def run():
    args, kw = [3, 4], {"y": 1}
    leaf(leaf(1), leaf(2, leaf(3, b=leaf(4))), k=leaf(5))
    leaf(1, *args, 5, *args, k=2, **kw, z=3, **{"w": 4})
    leaf(*args, **kw)
    max(map(leaf, args), key=lambda t: t[0])
    print(*args, sep="-", file=Sink())
    return fact(6), "x".join(str(i) for i in range(3)), [].append(int("5"))
class Sink:
    def write(self, text):
        return len(text)
""",
    "try": """
def raising(kind):
    raise kind("no")
def shapes(action):
    value = None
    try:
        try:
            value = action()
        except (KeyError, ValueError) as error:
            value = error.args
        except TypeError:
            raise LookupError(1) from None
        else:
            value = "else"
        finally:
            value = [value, 1]
    except LookupError as outer:
        try:
            raise
        except LookupError:
            value = (outer, 2)
    return value
def run():
    for kind in (KeyError, ValueError, TypeError):
        shapes(lambda: raising(kind))
    shapes(lambda: 1)
    try:
        shapes(lambda: 1 / 0)
    except ZeroDivisionError:
        pass
    try:
        raise ValueError(1) from KeyError(2)
    except Exception as error:
        return error.__cause__
""",
    "finally": """
def returns(x):
    try:
        return x + 1
    finally:
        x = 2
def overrides():
    try:
        raise ValueError
    finally:
        return 1
def in_loop():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(1 // i)
        except ZeroDivisionError:
            out.append("zero")
            continue
        finally:
            out.append("f")
    for i in range(3):
        try:
            1 / 0
        finally:
            if i < 2:
                continue
            break
    while out:
        try:
            return [out for _ in range(2)]
        finally:
            for x in out:
                if x == "f":
                    break
def nested():
    try:
        try:
            1 / 0
        finally:
            try:
                [][1]
            except IndexError:
                pass
    except ZeroDivisionError as e:
        return str(e)
def run():
    return returns(1), overrides(), in_loop(), nested()
""",
    "with": """
class Manager:
    def __init__(self, swallow=False): self.swallow = swallow
    def __enter__(self): return self
    def __exit__(self, *what): return self.swallow
def returning():
    with Manager() as a, Manager() as b:
        for i in range(3):
            with Manager(True):
                if i:
                    return a, b
                1 / 0
def run():
    with Manager(True) as m:
        with Manager() as n, Manager(True):
            [m, n, 1 / 0]
        with Manager():
            raise KeyError
    for _ in range(3):
        with Manager():
            if _:
                continue
            with Manager():
                break
    try:
        with Manager(), Manager():
            int("x")
    except ValueError:
        pass
    with (Manager() as one, Manager(True) as two):
        one.two = {one: two}
        raise SystemExit
    return returning()
""",
    "exceptions through frames": """
def deep(n, kind):
    held = [n]
    for x in held:
        with Closing():
            (x, deep(n - 1, kind) if n else kind(1 / 0))
class Closing:
    def __enter__(self): pass
    def __exit__(self, *what): self.what = [w for w in what]
class Odd:
    def __getattr__(self, name): raise AttributeError(name)
    def __getitem__(self, key): raise KeyError(key)
    def __iter__(self): raise TypeError
    def __add__(self, other): raise ValueError
    def __bool__(self): raise IndexError
    def __contains__(self, x): raise LookupError
    def __lt__(self, other): raise OSError
    def __call__(self, *a): raise EOFError
    def __next__(self): raise OverflowError
def attempts(o):
    yield lambda: (1, 2, o.name)
    yield lambda: (1, o["k"])
    yield lambda: [1, *o]
    yield lambda: {**o}
    yield lambda: (1, 2, 3, o + 1)
    yield lambda: "not" if o else 1
    yield lambda: (1, 2 in o)
    yield lambda: 1 < o < 3 < 4
    yield lambda: (0, o(1, *[2], k=3))
    yield lambda: unknown_name
    yield lambda: o.a.b.c
    yield lambda: f"{o.x:>{3}}"
    yield lambda: o[1:2]
    yield lambda: [x for x in o]
    yield lambda: len(1, 2, 3)
def run():
    out = []
    for attempt in attempts(Odd()):
        try:
            attempt()
        except Exception as error:
            out.append(type(error).__name__)
    try:
        deep(3, int)
    except ZeroDivisionError as error:
        return error.__traceback__.tb_next, out
""",
}

SINCE = {
    "except star": (
        (3, 11),
        """
def handle(errors):
    out = []
    try:
        raise ExceptionGroup("eg", errors)
    except* ValueError as e:
        out.append(e.exceptions)
    except* (TypeError, KeyError):
        out.append("types")
        [1 for _ in out]
    except* OSError as e:
        raise LookupError from e
    else:
        out.append("else")
    finally:
        out.append("finally")
    return out
def naked():
    for i in range(2):
        try:
            try:
                raise ValueError(i)
            except* ValueError as e:
                if i: raise
                pass
            except* TypeError:
                pass
        except* ValueError:
            i += 5
    try:
        i
    except* ValueError:
        pass
    else:
        return i
def run():
    out = [handle([ValueError(1)]), handle([ValueError(1), TypeError(2), KeyError(3)]), naked()]
    nested = ExceptionGroup("in", [ValueError(1), OSError(2)])
    for errors in ([OSError(1), ValueError(2)], [ZeroDivisionError(1)], [nested]):
        try:
            handle(errors)
        except (ExceptionGroup, LookupError) as left:
            out.append(left.args)
    return out
""",
    ),
}
