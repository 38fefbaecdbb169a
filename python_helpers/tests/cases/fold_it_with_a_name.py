"""A name keeps the compiler from folding: expected and got are lists of instructions."""


def seconds_per_day():
    hours = 24
    return hours * 60 * 60


def check(pm):
    return pm.check("fold-it", seconds_per_day)
