"""A linked list: each node knows the next one, the last one knows None."""


class Node:
    __slots__ = ("next", "value")

    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def graph(pm):
    head = None
    for value in (30, 20, 10):
        head = Node(value, head)
    second = head.next
    return pm.graph()
