"""A class statement runs its body as code of its own; source text is compiled, not executed."""

SOURCE = '''class Point:
    """A place."""

    dimensions = 2

    def __init__(self, x, y=0):
        self.x, self.y = x, y

    def __abs__(self):
        return (self.x**2 + self.y**2) ** 0.5

raise SystemExit("this line is compiled and never run")
'''


def bytecode(pm):
    return pm.bytecode(SOURCE)
