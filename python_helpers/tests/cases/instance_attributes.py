"""An instance: where its attributes are before anyone asks for its __dict__."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


p = Point(1, "up")


def layout(pm):
    return pm.layout(p)
