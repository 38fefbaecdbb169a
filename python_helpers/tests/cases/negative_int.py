"""A negative int: the same digits, the sign apart."""


def layout(pm):
    return pm.layout(-(2**30))
