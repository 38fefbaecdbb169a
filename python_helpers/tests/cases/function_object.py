"""A function: code, defaults, closure and the rest, each compared with its attribute."""


def double(n, times=2):
    return n * times


def layout(pm):
    return pm.layout(double)
