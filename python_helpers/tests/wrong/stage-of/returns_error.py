"""parse: Return one of the words"""

import ast


def stage_of(source):
    try:
        ast.parse(source)
    except SyntaxError as error:
        return error
    try:
        code = compile(source, "<source>", "exec")
    except SyntaxError:
        return "compile"
    try:
        exec(code, {})
    except BaseException:
        return "run"
    return "fine"
