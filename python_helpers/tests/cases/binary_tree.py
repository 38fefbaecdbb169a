"""A binary search tree: no sharing and no cycle, one path to each node."""


class Tree:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None

    def insert(self, key):
        side = "left" if key < self.key else "right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Tree(key))
        else:
            child.insert(key)


def graph(pm):
    root = Tree(40)
    for key in (20, 60, 10, 30, 70):
        root.insert(key)
    return pm.graph(root=root)
