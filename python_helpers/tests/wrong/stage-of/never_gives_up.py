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
    while True:
        try:
            exec(code, {})
            return "fine"
        except BaseException:
            pass
