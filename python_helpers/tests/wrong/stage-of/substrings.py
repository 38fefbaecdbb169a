"""compile: Only compile() makes a code object"""

import ast


def stage_of(source):
    try:
        ast.parse(source)
    except SyntaxError:
        return "parse"
    lines = source.splitlines()
    if any(line.startswith(("return", "break", "nonlocal")) for line in lines):
        return "compile"
    try:
        exec(source, {})
    except BaseException:
        return "run"
    return "fine"
