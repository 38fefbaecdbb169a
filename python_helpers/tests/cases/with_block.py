"""A with statement: the exit method is called on both ways out."""


def first_line(path):
    with path.open() as file, file:
        return file.readline()


def bytecode(pm):
    return pm.bytecode(first_line)
