"""Zero: an int without digits."""


def layout(pm):
    return pm.layout(0)
