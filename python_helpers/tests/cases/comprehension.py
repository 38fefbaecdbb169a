"""A comprehension: code of its own up to 3.11, inlined into the function from 3.12."""


def even_squares(numbers):
    squares = [n * n for n in numbers if not n % 2]
    return {n: n in squares for n in numbers}, sum(n for n in squares)


def bytecode(pm):
    return pm.bytecode(even_squares)
