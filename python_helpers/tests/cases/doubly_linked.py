"""A doubly linked list: every neighbour pair is a cycle."""


class Node:
    def __init__(self, value):
        self.value = value
        self.before = None
        self.after = None


def graph(pm):
    nodes = [Node(value) for value in "abc"]
    for left, right in zip(nodes, nodes[1:]):
        left.after, right.before = right, left
    return pm.graph(first=nodes[0], last=nodes[-1])
