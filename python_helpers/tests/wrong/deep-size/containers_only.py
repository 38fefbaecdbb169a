"""plain: what is in them is not"""

import gc
import sys


def deep_size(x):
    found, waiting = {}, [x]
    while waiting:
        obj = waiting.pop()
        if id(obj) not in found:
            found[id(obj)] = sys.getsizeof(obj) if isinstance(obj, (list, tuple, set, frozenset, dict)) else 0
            waiting += [*obj, *obj.values()] if type(obj) is dict else gc.get_referents(obj)
    return sum(found.values())
