"""items: header and pointers"""

import sys


def deep_size(x):
    return sys.getsizeof(x)
