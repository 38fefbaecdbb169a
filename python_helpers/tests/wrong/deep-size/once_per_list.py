"""once: is there once"""

import sys


def deep_size(x, above=()):
    if any(x is obj for obj in above):
        return 0
    inside = [*x, *x.values()] if isinstance(x, dict) else x if isinstance(x, (list, tuple, set, frozenset)) else ()
    return sys.getsizeof(x) + sum(deep_size(item, (*above, x)) for item in inside)
