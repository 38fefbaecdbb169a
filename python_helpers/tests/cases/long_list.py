"""A long list is cut where its first references are shown, and says how many are not."""


def graph(pm):
    numbers = list(range(4146))
    rows = [[n, n + 1] for n in range(600)]
    return pm.graph()
