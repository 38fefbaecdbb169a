"""append() to a list that is full: more is allocated than is needed, so that the next ones are cheap."""


def layout(pm):
    numbers = [1, 2]
    return pm.layout(numbers).diff(lambda: numbers.append(3))
