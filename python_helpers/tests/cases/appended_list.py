"""After appends the array has spare slots: the next append needs no copy."""

numbers = []
for number in range(5):
    numbers.append(number)


def layout(pm):
    return pm.layout(numbers)
