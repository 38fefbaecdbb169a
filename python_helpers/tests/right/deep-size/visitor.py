"""An object that is called; what to do depends on the type by singledispatch, and a generator walks."""

import functools
import sys


@functools.singledispatch
def parts(obj):
    yield from ()


@parts.register(list)
@parts.register(tuple)
@parts.register(set)
@parts.register(frozenset)
def _(obj):
    yield from obj


@parts.register
def _(obj: dict):
    for pair in obj.items():
        yield from pair


class DeepSize:
    def walk(self, obj, seen):
        if id(obj) not in seen:
            seen[id(obj)] = obj
            yield obj
            for part in parts(obj):
                yield from self.walk(part, seen)

    def __call__(self, x):
        return sum(map(sys.getsizeof, self.walk(x, {})))


deep_size = DeepSize()
