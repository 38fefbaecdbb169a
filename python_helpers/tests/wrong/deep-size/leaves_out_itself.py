"""items: The containers themselves are missing"""

import sys


def deep_size(x):
    if isinstance(x, dict):
        return sum(map(deep_size, [*x, *x.values()]))
    if isinstance(x, (list, tuple, set, frozenset)):
        return sum(map(deep_size, x))
    return sys.getsizeof(x)
