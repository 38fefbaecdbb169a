"""An answer to stage-of that passes: every behaviour has its tick."""

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
        return "run"
    return "fine"


def check(pm):
    return pm.check("stage-of", stage_of)
