"""compile: symtable does only half"""

import ast
import symtable


def stage_of(source):
    try:
        ast.parse(source)
    except SyntaxError:
        return "parse"
    try:
        code = symtable.symtable(source, "<source>", "exec") and source
    except SyntaxError:
        return "compile"
    try:
        exec(code, {})
    except BaseException:
        return "run"
    return "fine"
