"""A class is an object too: flags bit by bit, slots that are inherited or its own, and its bases."""


class Point:
    __slots__ = ("x",)

    def __repr__(self):
        return "Point"


def layout(pm):
    return pm.layout(Point)
