"""An empty list: no array of items at all."""


def layout(pm):
    x = []
    return pm.layout(x)
