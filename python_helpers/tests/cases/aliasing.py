"""Two names, one list: assignment binds a name and copies nothing."""


def graph(pm):
    a = [1, 2]
    b = a
    c = [1, 2]
    b.append(3)
    return pm.graph()
