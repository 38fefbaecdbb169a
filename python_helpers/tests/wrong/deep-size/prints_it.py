"""plain: The function returned None"""

import sys


def deep_size(x):
    print(sys.getsizeof(x))
