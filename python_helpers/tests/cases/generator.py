"""A generator: it stops at each yield and goes on from there."""


def countdown(n):
    while n > 0:
        received = yield n
        n -= received or 1
    yield from ()
    return "lift-off"


def bytecode(pm):
    return pm.bytecode(countdown(3))
