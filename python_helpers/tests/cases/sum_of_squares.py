"""A loop with a condition: jumps forwards and backwards."""


def total(numbers):
    result = 0
    for n in numbers:
        if n % 2:
            result += n * n
    return result


def bytecode(pm):
    return pm.bytecode(total)
