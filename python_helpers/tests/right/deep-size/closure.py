"""An inner function adds to a total, which it takes from the function around it."""

from collections.abc import Mapping
from sys import getsizeof


def deep_size(x):
    total = 0
    counted = []

    def count(obj):
        nonlocal total
        if any(obj is other for other in counted):
            return
        counted.append(obj)
        total += getsizeof(obj)
        if isinstance(obj, Mapping):
            for key in obj:
                count(key)
                count(obj[key])
        elif hasattr(obj, "__iter__") and not isinstance(obj, (str, bytes)):
            for item in obj:
                count(item)

    count(x)
    return total
