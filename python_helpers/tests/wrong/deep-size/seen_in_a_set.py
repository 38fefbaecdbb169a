"""items: A list has no hash"""

import sys


def deep_size(x):
    seen, waiting = set(), [x]
    while waiting:
        obj = waiting.pop()
        if obj not in seen:
            seen.add(obj)
            if isinstance(obj, dict):
                waiting += [*obj, *obj.values()]
            elif isinstance(obj, (list, tuple, set, frozenset)):
                waiting += obj
    return sum(map(sys.getsizeof, seen))
