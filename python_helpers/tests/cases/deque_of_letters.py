"""A deque: blocks of 64 slots, filled from the middle, so that both ends are cheap."""

from collections import deque


def layout(pm):
    letters = deque("bcd", maxlen=100)
    letters.appendleft("a")
    return pm.layout(letters)
