"""compile: Only compile() makes"""

import ast


def stage_of(source):
    try:
        ast.parse(source)
    except SyntaxError:
        return "parse"
    if "nonlocal" in source or "return" in source and "def" not in source:
        return "compile"
    try:
        exec(source, {})
    except BaseException:
        return "run"
    return "fine"
