"""once: is there once"""

import sys


def deep_size(x):
    size = sys.getsizeof(x)
    if isinstance(x, dict):
        size += sum(deep_size(key) + deep_size(value) for key, value in x.items())
    elif isinstance(x, (list, tuple, set, frozenset)):
        size += sum(map(deep_size, x))
    return size
