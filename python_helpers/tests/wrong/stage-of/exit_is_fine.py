"""every-end: SystemExit too"""

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
    except SystemExit:
        return "fine"
    except BaseException:
        return "run"
    return "fine"
