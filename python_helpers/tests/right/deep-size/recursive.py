"""Calls itself, and hands on the ids of what has been counted."""

import sys


def deep_size(x, seen=None):
    seen = set() if seen is None else seen
    if id(x) in seen:
        return 0
    seen.add(id(x))
    size = sys.getsizeof(x)
    if isinstance(x, dict):
        for key, value in x.items():
            size += deep_size(key, seen) + deep_size(value, seen)
    elif isinstance(x, (list, tuple, set, frozenset)):
        for item in x:
            size += deep_size(item, seen)
    return size
