"""nothing-early: Nothing of a source may run before"""

import ast


def stage_of(source):
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return "parse"
    names = {}
    ended = False
    for statement in tree.body:
        try:
            code = compile(ast.Module([statement], []), "<source>", "exec")
        except SyntaxError:
            return "compile"
        try:
            ended or exec(code, names)
        except BaseException:
            ended = True
    if "__future__" in source:
        return "compile"
    return "run" if ended else "fine"
