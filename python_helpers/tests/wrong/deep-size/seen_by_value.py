"""equal: Equal is not the same"""

import sys


def deep_size(x):
    seen, waiting = [], [x]
    while waiting:
        obj = waiting.pop()
        if obj not in seen:
            seen.append(obj)
            if isinstance(obj, dict):
                waiting += [*obj, *obj.values()]
            elif isinstance(obj, (list, tuple, set, frozenset)):
                waiting += obj
    return sum(map(sys.getsizeof, seen))
