"""alone: a new dict on every call"""

import ast

NAMES = {}


def stage_of(source):
    try:
        ast.parse(source)
    except SyntaxError:
        return "parse"
    try:
        code = compile(source, "<source>", "exec")
    except SyntaxError:
        return "compile"
    try:
        exec(code, NAMES)
    except BaseException:
        return "run"
    return "fine"
