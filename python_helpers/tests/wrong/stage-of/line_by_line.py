"""parse: give it the text unchanged"""

def stage_of(source):
    names = {}
    for line in source.splitlines():
        try:
            exec(line, names)
        except SyntaxError as error:
            return "parse" if "return" not in line else "compile"
        except BaseException:
            return "run at " + line
    return "fine"
