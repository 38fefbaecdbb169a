"""items: does not visit keys that are texts"""

import gc
import sys


def deep_size(x):
    found, waiting = {}, [x]
    while waiting:
        obj = waiting.pop()
        if id(obj) not in found:
            found[id(obj)] = sys.getsizeof(obj)
            waiting += gc.get_referents(obj)
    return sum(found.values())
