"""cycle: stopped after"""

import sys


def deep_size(x):
    found, waiting = {}, [x]
    while waiting:
        obj = waiting.pop()
        found[id(obj)] = obj
        if isinstance(obj, dict):
            waiting += [*obj, *obj.values()]
        elif isinstance(obj, (list, tuple, set, frozenset)):
            waiting += obj
    return sum(map(sys.getsizeof, found.values()))
