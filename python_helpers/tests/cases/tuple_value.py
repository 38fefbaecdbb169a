"""A tuple: the pointers to the items are inside the object."""


def layout(pm):
    x = (1, 2.5, "x")
    return pm.layout(x)
