"""The dicts of two instances of a class have their keys in common: one table, at one address."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


p, q = Point(1, 2), Point(3, 4)


def layout(pm):
    return pm.layout(vars(p)).beside(vars(q))
