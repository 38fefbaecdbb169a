"""Modules, functions, methods, generators and arguments by position, as a graph shows them."""

import math
from functools import partial


def shout(text):
    return text.upper()


def graph(pm):
    words = ["a", "b"]
    add = words.append
    later = (word for word in words)
    fixed = partial(shout, text=words)
    return pm.graph(words, math, shout, add=add, later=later, fixed=fixed)
