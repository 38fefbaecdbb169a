"""compile: ask it before"""

import ast


def stage_of(source):
    try:
        compile(source, "<source>", "eval")
    except SyntaxError:
        return "parse"
    try:
        code = compile(source, "<source>", "exec")
    except SyntaxError:
        return "compile"
    try:
        exec(code, {})
    except BaseException:
        return "run"
    return "fine"
