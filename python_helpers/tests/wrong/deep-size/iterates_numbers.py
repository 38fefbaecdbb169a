"""plain: A number holds nothing to go through"""

import sys


def deep_size(x):
    return sys.getsizeof(x) + sum(deep_size(item) for item in x)
