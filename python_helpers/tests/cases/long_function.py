"""More than 255 constants and a jump over more than 255 units: EXTENDED_ARG carries the high bits."""

ROWS = ",\n        ".join(
    ", ".join(f"'word {row * 10 + column}'" for column in range(10)) for row in range(28)
)
SOURCE = f"""def pick(index, seen):
    while index:
        words = [seen,
        {ROWS}]
        if index in seen:
            index -= 1
    return words
"""


def bytecode(pm):
    return pm.bytecode(SOURCE)
