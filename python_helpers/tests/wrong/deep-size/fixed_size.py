"""plain: every object that the value leads to"""


def deep_size(x):
    return 16
