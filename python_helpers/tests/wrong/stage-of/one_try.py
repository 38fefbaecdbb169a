"""compile: ask it before"""

def stage_of(source):
    try:
        exec(source, {})
    except SyntaxError:
        return "parse"
    except BaseException:
        return "run"
    return "fine"
