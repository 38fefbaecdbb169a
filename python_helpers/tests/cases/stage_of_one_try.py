"""An answer to stage-of that cannot tell a text without a tree from a tree without a code object."""


def stage_of(source):
    try:
        exec(source, {})
    except SyntaxError:
        print("refused")
        return "parse"
    except BaseException:
        return "run"
    return "fine"


def check(pm):
    return pm.check("stage-of", stage_of)
