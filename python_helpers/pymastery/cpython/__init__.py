"""What differs between CPython versions: opcodes, struct layouts, and what their bits mean.

Nothing outside this package asks for a version. Each module chooses once, by the running
interpreter, and refuses with a plain answer where nothing is known.
"""
