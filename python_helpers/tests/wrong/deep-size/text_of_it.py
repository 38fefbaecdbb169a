"""plain: sys.getsizeof knows the bytes of one object"""

import sys


def deep_size(x):
    return sys.getsizeof(repr(x))
