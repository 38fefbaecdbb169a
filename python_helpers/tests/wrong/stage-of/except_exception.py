"""every-end: derives from BaseException"""

import ast


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
        exec(code, {})
    except Exception:
        return "run"
    return "fine"
