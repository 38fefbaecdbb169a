"""items: items() makes a new pair"""

import sys


def deep_size(x, seen=None):
    seen = {} if seen is None else seen
    if id(x) in seen:
        return 0
    seen[id(x)] = x
    inside = x.items() if isinstance(x, dict) else x if isinstance(x, (list, tuple, set, frozenset)) else ()
    return sys.getsizeof(x) + sum(deep_size(item, seen) for item in inside)
