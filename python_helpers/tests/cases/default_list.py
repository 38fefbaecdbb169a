"""A default value is made once, with the function, and kept by it."""


def add(item, bag=[], *, limit=10):
    bag.append(item)
    return bag


def graph(pm):
    first = add.__defaults__[0]
    first.clear()
    mine = add("apple")
    add("pear")
    return pm.graph(add=add, mine=mine)
