"""A constant that is computed once: what the source says in five tokens is one instruction in the end."""

TEXT = '''\
hours = 7
seconds = 24 * 60 * 60 + hours
if not seconds:
    print("no time")
'''


def bytecode(pm):
    return pm.stages(TEXT)
