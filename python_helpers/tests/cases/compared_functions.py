"""Two functions that differ in a few places: what is the same in their instructions, what is changed, what only one has."""


def total(numbers):
    result = 0
    for number in numbers:
        if number % 2:
            result += number
    return result


def product(numbers, limit):
    result = 1
    for number in numbers:
        if number % 2 and number < limit:
            result *= number
            print(result)
    return result


def bytecode(pm):
    return pm.bytecode(total).compare(product)
