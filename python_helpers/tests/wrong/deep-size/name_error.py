"""plain: An exception left your function"""


def deep_size(x):
    return sys.getsizeof(x)
