"""Two functions made by one call share a cell: what one of them writes, the other reads."""


def counter():
    count = 0
    history = []

    def increment():
        nonlocal count
        count += 1
        history.append(count)

    def current():
        return count

    return increment, current


def graph(pm):
    increment, current = counter()
    increment()
    return pm.graph(increment=increment, current=current)
