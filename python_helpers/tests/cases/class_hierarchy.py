"""A class refers to its bases and to its own attributes; an instance finds the rest through it."""


class Animal:
    legs = 4

    def speak(self):
        return "..."


class Dog(Animal):
    tricks = []

    def speak(self):
        return "Woof"


def graph(pm):
    rex = Dog()
    rex.name = "Rex"
    return pm.graph(Animal=Animal, Dog=Dog, rex=rex)
