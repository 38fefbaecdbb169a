"""The widest character of a text makes every character as wide: 1, 2 or 4 bytes each."""


def layout(pm):
    return pm.layout("abc").beside("abcé", "abc€", "abc🐍")
