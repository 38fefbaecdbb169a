"""A name is free in one scope and a cell in the one around it: the symbol table decides, before any instruction."""


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return [count * each for each in range(by)]

    return step


def bytecode(pm):
    return pm.stages(counter)
