"""Two objects that refer to each other: reference counts alone could never free them."""


class Person:
    def __init__(self, name):
        self.name = name
        self.friend = None


def graph(pm):
    ada = Person("Ada")
    bob = Person("Bob")
    ada.friend = bob
    bob.friend = ada
    return pm.graph()
