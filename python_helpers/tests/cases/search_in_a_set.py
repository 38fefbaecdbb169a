"""A search in a set: it looks at entries in a row, past a removed one, and hops on when the row is over."""

import sys


def layout(pm):
    numbers = set(range(22, 32))
    numbers.update((54 + sys.hash_info.modulus, 54))
    numbers.remove(24)
    return pm.layout(numbers).probe(54)
