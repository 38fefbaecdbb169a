"""append() time after time: the array of items grows in steps, and moves to other memory."""

numbers = []


def layout(pm):
    return pm.layout(numbers).repeat(numbers.append, times=10)
