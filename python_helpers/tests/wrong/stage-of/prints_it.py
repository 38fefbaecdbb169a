"""parse: The function returned None"""

import ast


def stage_of(source):
    try:
        ast.parse(source)
        compile(source, "<source>", "exec")
        exec(source, {})
        print("fine")
    except BaseException:
        print("refused")
