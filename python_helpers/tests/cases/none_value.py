"""None: nothing but a header."""


def layout(pm):
    return pm.layout(None)
