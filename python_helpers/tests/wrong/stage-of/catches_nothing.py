"""parse: A SyntaxError left your function"""

def stage_of(source):
    code = compile(source, "<source>", "exec")
    exec(code, {})
    return "fine"
