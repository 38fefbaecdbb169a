"""A dict holds references to its keys as well as to its values."""


def graph(pm):
    point = (2, 3)
    board = {point: "rook", "turn": ["white", 12], frozenset({1}): None, 7: point}
    return pm.graph()
