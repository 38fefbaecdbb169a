"""plain: A text holds no other objects"""

import sys
from collections.abc import Iterable


def deep_size(x):
    size = sys.getsizeof(x)
    if isinstance(x, Iterable):
        for item in x:
            size += deep_size(item)
    return size
