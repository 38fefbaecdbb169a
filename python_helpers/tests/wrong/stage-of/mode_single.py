"""compile: ask it before"""

import ast


def stage_of(source):
    try:
        compile(source, "<source>", "single", ast.PyCF_ONLY_AST)
    except SyntaxError:
        return "parse"
    try:
        code = compile(source, "<source>", "single")
    except SyntaxError:
        return "compile"
    try:
        exec(code, {})
    except BaseException:
        return "run"
    return "fine"
