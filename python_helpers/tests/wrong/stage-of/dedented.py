"""parse: give it the text unchanged"""

import ast
import textwrap


def stage_of(source):
    source = textwrap.dedent(source)
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
