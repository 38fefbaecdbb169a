"""items: the header that the garbage collector needs"""

import gc


def deep_size(x):
    found, waiting = {}, [x]
    while waiting:
        obj = waiting.pop()
        if id(obj) not in found:
            found[id(obj)] = obj.__sizeof__()
            waiting += [*obj, *obj.values()] if type(obj) is dict else gc.get_referents(obj)
    return sum(found.values())
