"""One emoji makes every character four bytes wide."""


def layout(pm):
    return pm.layout("hi 🐍")
