"""Runs the code object in a thread and looks at what became of it."""

import ast
import threading


def stage_of(source):
    def run():
        try:
            exec(code, {})
        except BaseException as error:
            raised.append(error)

    raised = []
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return "parse"
    try:
        code = compile(tree, "<source>", "exec")
    except SyntaxError:
        return "compile"
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return "run" if raised else "fine"
