"""A function: header decoded, the rest honestly unknown."""


def double(n):
    return n * 2


def layout(pm):
    return pm.layout(double)
