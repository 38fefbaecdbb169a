"""cycle: Remember it before you look inside it"""

import sys


def deep_size(x, seen=None):
    seen = set() if seen is None else seen
    if id(x) in seen:
        return 0
    inside = [*x, *x.values()] if isinstance(x, dict) else x if isinstance(x, (list, tuple, set, frozenset)) else ()
    size = sys.getsizeof(x) + sum(deep_size(item, seen) for item in inside)
    seen.add(id(x))
    return size
