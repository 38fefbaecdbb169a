"""plain: something is kept from the first"""

import gc
import sys

found = []


def deep_size(x):
    waiting, seen = [x], set()
    while waiting:
        obj = waiting.pop()
        if id(obj) not in seen:
            seen.add(id(obj))
            found.append(sys.getsizeof(obj))
            waiting += [*obj, *obj.values()] if type(obj) is dict else gc.get_referents(obj)
    return sum(found)
