"""parse: with one argument"""

source = "print(1)"


def stage_of():
    return "fine"
