"""An ASCII str: the small header, one byte per character."""


def layout(pm):
    return pm.layout("layout!")
