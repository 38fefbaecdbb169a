"""plain: something is kept from the first"""

import sys


def deep_size(x, seen=set()):
    if id(x) in seen:
        return 0
    seen.add(id(x))
    inside = [*x, *x.values()] if isinstance(x, dict) else x if isinstance(x, (list, tuple, set, frozenset)) else ()
    return sys.getsizeof(x) + sum(deep_size(item, seen) for item in inside)
