"""A set: a hash table whose empty entries are NULL, and whose removed ones are marked."""


def layout(pm):
    words = {"spam", "ham", "eggs"}
    words.discard("ham")
    return pm.layout(words)
