"""A search in a dict: three keys whose hashes begin at one slot, one of them deleted."""


def layout(pm):
    table = {8: "first", 16: "deleted", 24: "looked for"}
    del table[16]
    return pm.layout(table).probe(24)
