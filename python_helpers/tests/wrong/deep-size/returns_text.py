"""plain: Return the number of bytes"""

import sys


def deep_size(x):
    return f"{sys.getsizeof(x)} bytes"
