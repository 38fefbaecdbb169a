"""items: The value itself was changed"""

import sys


def deep_size(x):
    size = sys.getsizeof(x)
    while isinstance(x, list) and x:
        size += deep_size(x.pop())
    return size
