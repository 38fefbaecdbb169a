"""run: Look for a loop that never ends"""

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
    except BaseException:
        while True:
            pass
    except ValueError:
        return "run"
    return "fine"
