"""Integers beside each other: from 2**30 on a second digit is needed, from 2**60 on a third."""


def layout(pm):
    return pm.layout(1).beside(2**30 - 1, 2**30, 2**60)
