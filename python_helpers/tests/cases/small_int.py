"""A small int: one digit, and an object that the whole program shares."""


def layout(pm):
    return pm.layout(5)
