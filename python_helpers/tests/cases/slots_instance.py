"""An object with __slots__: its values are in the object itself, where the class's descriptors say."""


class Point:
    __slots__ = ("x", "y")


def layout(pm):
    point = Point()
    point.x = 3
    return pm.layout(point)
