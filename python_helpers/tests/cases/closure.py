"""Functions in functions: a variable that an inner function needs lives in a cell."""


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step, lambda: count


def bytecode(pm):
    return pm.bytecode(counter)
