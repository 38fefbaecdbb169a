"""One é makes the header larger, not the characters."""


def layout(pm):
    return pm.layout("café")
