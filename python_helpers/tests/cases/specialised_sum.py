"""The same addition with ints, then floats, then text: what the specialising interpreter makes of it, call by call."""


def add(left, right):
    return left + right


def bytecode(pm):
    return pm.specialise(add, [(1, 2)] * 4 + [(1.5, 2.5)] * 60 + [("a", "b")])
