"""A while with an else around a match: jumps that nest and jumps that cross."""


def walk(commands):
    x = y = 0
    while commands:
        match commands.pop():
            case "left" | "right" as side:
                x += 1 if side == "right" else -1
            case ("jump", int(height)) if height > 0:
                y = height
            case {"stop": True}:
                break
            case _:
                continue
    else:
        return None
    return x, y


def bytecode(pm):
    return pm.bytecode(walk)
