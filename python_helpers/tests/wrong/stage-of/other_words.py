"""parse: Return one of the words"""

import ast


def stage_of(source):
    try:
        ast.parse(source)
    except SyntaxError:
        return "Parse"
    try:
        code = compile(source, "<source>", "exec")
    except SyntaxError:
        return "compile"
    try:
        exec(code, {})
    except BaseException:
        return "run"
    return "fine"
