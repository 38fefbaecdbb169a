"""Two names may share a number, and nobody can tell, because a number never changes."""


def graph(pm):
    x = 5
    y = x
    word = "spam"
    nothing = None
    return pm.graph()
