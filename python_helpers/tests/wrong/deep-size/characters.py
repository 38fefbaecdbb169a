"""plain: all its characters included"""

import sys


def deep_size(x, seen=None):
    seen = {} if seen is None else seen
    if id(x) in seen:
        return 0
    seen[id(x)] = x
    size = sys.getsizeof(x)
    if isinstance(x, (str, bytes)):
        return size + len(x)
    inside = [*x, *x.values()] if isinstance(x, dict) else x if isinstance(x, (list, tuple, set, frozenset)) else ()
    return size + sum(deep_size(item, seen) for item in inside)
