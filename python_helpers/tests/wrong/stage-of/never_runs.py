"""run: It compiles, but does it run"""

import ast


def stage_of(source):
    try:
        ast.parse(source)
        compile(source, "<source>", "exec")
    except SyntaxError as error:
        try:
            ast.parse(source)
        except SyntaxError:
            return "parse"
        return "compile"
    return "fine"
