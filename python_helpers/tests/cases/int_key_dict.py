"""A dict with int keys: each entry keeps the hash too."""

squares = {2: 4, 10: 100, 3: 9}
del squares[10]


def layout(pm):
    return pm.layout(squares)
