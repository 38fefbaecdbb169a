"""An instance refers to the values of its attributes, wherever it keeps their names."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
        self.tags = []


class Slotted:
    __slots__ = ("x", "y", "tags")


def graph(pm):
    p = Point(1, 2)
    q = Slotted()
    q.x = 3
    q.tags = p.tags
    return pm.graph(p=p, q=q)
