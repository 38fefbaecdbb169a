"""A list of what is still to be looked at; the collector says what an object holds, text keys apart."""

import gc
import sys


def deep_size(x):
    found, waiting = {}, [x]
    while waiting:
        obj = waiting.pop()
        if id(obj) not in found:
            found[id(obj)] = sys.getsizeof(obj)
            waiting += gc.get_referents(obj)
            if type(obj) is dict:
                waiting += obj
    return sum(found.values())
