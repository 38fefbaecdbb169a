"""A big int: digits of 30 bits, the lowest first."""


def layout(pm):
    x = 3**60
    return pm.layout(x)
