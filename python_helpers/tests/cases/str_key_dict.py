"""A dict with str keys: index, then entries of key and value."""


def layout(pm):
    x = {"red": 1, "green": 2, "blue": 3}
    return pm.layout(x)
