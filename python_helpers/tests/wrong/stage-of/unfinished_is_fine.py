"""parse: give it the text unchanged"""

import ast
import codeop


def _whole(source):
    try:
        return codeop.compile_command(source, "<source>", "exec") is not None
    except SyntaxError:
        return True


def stage_of(source):
    try:
        codeop.compile_command(source + "\n\n", "<source>", "exec") is None and 0
    except SyntaxError:
        return "parse"
    try:
        code = compile(source, "<source>", "exec") if _whole(source) else compile("", "", "exec")
    except SyntaxError:
        return "compile"
    try:
        exec(code, {})
    except BaseException:
        return "run"
    return "fine"
