"""A list that contains itself: a cycle of one."""


def graph(pm):
    loop = [1, 2]
    loop.append(loop)
    return pm.graph()
