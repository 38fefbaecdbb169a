"""A text that is wrong: it has tokens and a tree, and the symbol table says where it goes wrong."""

TEXT = '''\
def total(prices):
    for price in prices:
        result = price
        global result
    return result
'''


def bytecode(pm):
    return pm.stages(TEXT)
