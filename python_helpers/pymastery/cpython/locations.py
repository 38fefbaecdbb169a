"""The location table of a code object: where each instruction comes from in the source.

It is handed on as the interpreter keeps it, because `co_positions()` makes a tuple a code unit, inline
caches included, which would be most of the time that a listing takes. Whoever draws it decodes it.

Sources: PEP 626 and Objects/lnotab_notes.txt (3.10), PEP 657 and Objects/locations.md (3.11+).
"""

from __future__ import annotations

import types

FORMAT = "columns" if hasattr(types.CodeType, "co_positions") else "lines"
"""How a table is to be read.

"columns": entries of 3.11; the first byte of each has its high bit set. "lines": pairs of bytes of 3.10,
how many bytes of bytecode and how many lines further, -128 for no line.
"""


def table(code: types.CodeType) -> bytes:
    """Return the location table of `code`, whose lines count from `co_firstlineno`."""
    return code.co_linetable
