"""A prediction that the interpreter refutes."""


def check(pm):
    return pm.check("first-line", "a")
