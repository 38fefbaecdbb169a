"""items: The items of a tuple are missing"""

import sys


def deep_size(x, seen=None):
    seen = set() if seen is None else seen
    if id(x) in seen:
        return 0
    seen.add(id(x))
    inside = x if isinstance(x, list) else ()
    return sys.getsizeof(x) + sum(deep_size(item, seen) for item in inside)
