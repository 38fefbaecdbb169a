"""A float: eight bytes of IEEE 754."""


def layout(pm):
    return pm.layout(-0.1)
