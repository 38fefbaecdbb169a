"""A dict that gets key after key: when its entries are used up, the table is built anew, and larger."""

table = {"a": 1, "b": 2, "c": 3, "d": 4}


def layout(pm):
    return pm.layout(table).repeat(lambda number: table.update({f"key {number}": number}), times=2)
