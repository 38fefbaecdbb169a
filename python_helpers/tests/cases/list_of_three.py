"""A list literal of three items: room for exactly these, or for one more."""


def layout(pm):
    x = [1, "two", 3.0]
    return pm.layout(x)
