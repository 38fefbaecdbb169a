"""A set holds each element once; its elements cannot change."""


def graph(pm):
    origin = (0, 0)
    seen = {origin, (0, 1)}
    numbers = {1, 2, 3}
    return pm.graph()
