"""A generator between two items: its frame waits inside it."""


def numbers():
    yield 1
    yield 2


def layout(pm):
    waiting = numbers()
    next(waiting)
    return pm.layout(waiting)
