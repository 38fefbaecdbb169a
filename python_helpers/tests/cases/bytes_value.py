"""Bytes: the hash is kept beside them once it has been asked for, and a zero ends them for C."""


def layout(pm):
    value = bytes([0, 1, 254, 255])
    hash(value)
    return pm.layout(value)
