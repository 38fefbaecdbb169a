"""A generator between two items: its frame waits inside it."""

import gc


def numbers():
    yield 1
    yield 2


def layout(pm):
    gc.collect()  # 3.10 keeps the memory of frames for others, which may need less
    waiting = numbers()
    next(waiting)
    return pm.layout(waiting)
