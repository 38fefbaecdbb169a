"""Every offset, size and bit in layouts.json is the compiler's: a C program, compiled for this interpreter, says so."""

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pymastery.cpython.structs import disagreements, layouts_here, table

LAYOUTS = layouts_here()
ROOT = Path(__file__).resolve().parents[2]
HEADERS = ("pycore_gc.h", "pycore_dict.h", "pycore_runtime.h", "pycore_frame.h", "pycore_descrobject.h",
           "pycore_obmalloc.h")  # fmt: skip
# the struct tags differ between versions; these are the names a program may use
NAMES = {
    "_dictkeysobject": "struct _dictkeysobject",
    "_dictvalues": "struct _dictvalues",
    "pool_header": "struct pool_header",
}
PRIVATE_TO_C_FILES = ROOT / "devtools" / "private_structs.h"
PRIVATE = {"3.10": ("_dictkeysobject", "PyDictKeyEntry")}


def include_folder():
    """Return this interpreter's include folder: its own, or the one .pythons/matrix.tsv names."""
    matrix = ROOT / ".pythons" / "matrix.tsv"
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    rows = [line.split("\t") for line in matrix.read_text().splitlines()] if matrix.exists() else []
    found = [Path(row[3]) for row in rows if row[0] == version] + [Path(sysconfig.get_paths()["include"])]
    return next((folder for folder in found if (folder / "Python.h").exists()), None)


def program(key, include):
    """Return a C program that prints one line per member: offset, size, and a set bit-field's bytes."""
    lines = ["#define Py_BUILD_CORE 1", "#include <Python.h>", "#include <stddef.h>", "#include <string.h>"]
    lines += ["#include <frameobject.h>", "#include <structmember.h>", '#include "internal/pycore_moduleobject.h"']
    lines += [f'#include "internal/{name}"' for name in HEADERS if (include / "internal" / name).exists()]
    lines += ["#include <stdio.h>", PRIVATE_TO_C_FILES.read_text(), "int main(void) {"]
    data = table()[key]["structs"]
    for struct, rows in data.items():
        if struct in PRIVATE.get(key, ()):
            continue
        c_name = NAMES.get(struct, struct)
        lines.append(f'printf("{struct} {len(rows["fields"])} %zu\\n", sizeof({c_name}));')
        for field, row in rows["fields"].items():
            lines.append(bits_line(struct, c_name, field) if len(row) > 3 else plain_line(struct, c_name, field))
    return "\n".join([*lines, "return 0; }", ""])


def plain_line(struct, c_name, field):
    size = "(size_t)0" if field == "dk_indices" else f"sizeof((({c_name}*)0)->{field})"
    return f'printf("{struct}.{field} %zu %zu\\n", offsetof({c_name}, {field}), {size});'


def bits_line(struct, c_name, field):
    """A bit-field has no address: it is set to all ones in a zeroed struct, and the bytes are looked at."""
    return (
        f"{{ {c_name} s; memset(&s, 0, sizeof s); s.{field} = -1; unsigned char *p = (unsigned char*)&s;"
        f' for (size_t i = 0; i < sizeof s; i++) if (p[i]) printf("{struct}.{field} %zu mask %d\\n", i, p[i]); }}'
    )


# the free-threaded build has the same headers, read with one macro set
KEYS = [key for key in (LAYOUTS.key, f"{LAYOUTS.key}t") if key in table()]


@pytest.fixture(scope="module", params=KEYS)
def compiled(request, tmp_path_factory):
    include = include_folder()
    if include is None or shutil.which("gcc") is None:
        pytest.skip("needs gcc and this interpreter's C headers")
    folder = tmp_path_factory.mktemp("offsets")
    (folder / "offsets.c").write_text(program(request.param, include))
    paths = [include, include / "internal", include / "internal" / "mimalloc"]
    flags = [flag for path in paths for flag in ("-I", str(path))] + ["-idirafter", str(include.parent)]
    flags += ["-DPy_GIL_DISABLED=1"] if request.param.endswith("t") else []
    command = ["gcc", "-w", "-std=gnu11", *flags, "offsets.c", "-o", "offsets"]
    subprocess.run(command, cwd=folder, check=True)
    output = subprocess.run([folder / "offsets"], capture_output=True, text=True, check=True).stdout
    return request.param, dict(line.split(" ", 1) for line in output.splitlines())


def test_every_member_is_where_the_compiler_puts_it(compiled):
    key, compiler_says = compiled
    checked = 0
    for struct, rows in table()[key]["structs"].items():
        if struct in PRIVATE.get(key, ()):
            continue
        assert compiler_says[struct] == f"{len(rows['fields'])} {rows['size']}"
        for field, row in rows["fields"].items():
            said = compiler_says[f"{struct}.{field}"]
            if len(row) > 3:
                assert said == f"{row[0]} mask {(1 << row[4]) - 1 << row[3]}", field
            else:
                # an array member counts with the one element it is declared with
                assert said.split()[0] == str(row[0]), f"{struct}.{field}"
                if row[1]:
                    assert said.split()[1] == str(row[1]), f"{struct}.{field}"
            checked += 1
    assert checked > 25


def test_the_file_names_each_variant_once_and_has_no_overlap():
    for key, variant in table().items():
        assert variant["pointer_size"] == (4 if key.endswith("w") else 8)
        for struct, rows in variant["structs"].items():
            end = 0
            for field, (offset, size, _, *bits) in rows["fields"].items():
                start = offset * 8 + (bits[0] if bits else 0)
                assert start >= end, f"{key} {struct}.{field} overlaps"
                end = start + (bits[1] if bits else size * 8)
            assert end <= rows["size"] * 8 or struct == "_dictvalues"


def wrong_tables():
    return [key for key in table() if key != LAYOUTS.key and not key.endswith("w")]


@pytest.mark.parametrize("key", wrong_tables())
def test_a_table_of_another_version_is_refused_where_it_differs(key):
    """Only a table that says the same about every struct shown may pass the self-test."""
    from pymastery.cpython.memory import read
    from pymastery.cpython.structs import Layouts

    other = {name: rows for name, rows in table()[key]["structs"].items() if name in SELF_TESTED}
    mine = {name: rows for name, rows in table()[LAYOUTS.key]["structs"].items() if name in SELF_TESTED}
    differs = json.dumps(offsets(other)) != json.dumps(offsets(mine))
    assert bool(disagreements(Layouts(key, table()[key]), read)) is differs


# sizes, and data offsets, that the interpreter itself states
SELF_TESTED = ("PyObject", "PyFloatObject", "PyASCIIObject", "PyUnicodeObject", "PyListObject", "PyTupleObject",
               "PyDictObject", "PyLongObject", "_Py_DebugOffsets")  # fmt: skip


def offsets(structs):
    tested = {
        "PyTupleObject": ("ob_item",),
        "PyLongObject": ("ob_digit", "long_value.ob_digit"),
        "_Py_DebugOffsets": None,
    }
    said = {}
    for name, rows in structs.items():
        only = tested.get(name, ())
        fields = {
            field.removeprefix("long_value."): row[0]
            for field, row in rows["fields"].items()
            if only is None or field in only
        }
        said[name] = [rows["size"] if name not in tested else 0, fields]
    return said


def test_the_right_table_agrees():
    from pymastery.cpython.memory import read

    assert disagreements(LAYOUTS, read) == []
