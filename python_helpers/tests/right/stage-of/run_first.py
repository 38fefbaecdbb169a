"""Tries to run it and asks for the reason afterwards."""

import ast
import types


def refuses(step, *args):
    try:
        step(*args)
    except SyntaxError:
        return True
    return False


def stage_of(source):
    module = types.ModuleType("__main__")
    try:
        exec(source, module.__dict__)
    except BaseException:
        if refuses(ast.parse, source):
            return "parse"
        if refuses(compile, source, "?", "exec"):
            return "compile"
        return "run"
    else:
        return "fine"
