#!/usr/bin/env python3
"""Writes python_helpers/pymastery/cpython/layouts.json from the C headers of each CPython: no offset is typed by hand.

    pip install pyelftools
    python devtools/layouts.py            # every interpreter of .pythons/matrix.tsv; needs gcc
    python devtools/layouts.py --check    # exit 1 where the file differs from what the headers say

A C file that includes Python.h and every internal/pycore_*.h is compiled with -g, and the struct
layouts are read from the object file's DWARF: nothing is linked or run. Free-threaded layouts come
from the same headers with -DPy_GIL_DISABLED=1, wasm32 layouts with gcc -m32 and the sizes that
Emscripten's pyconfig.h has. tests/test_layout_offsets.py compares the result with offsetof().
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elftools.dwarf.die import DIE
from elftools.elf.elffile import ELFFile

ROOT = Path(__file__).resolve().parent.parent
MATRIX = ROOT / ".pythons" / "matrix.tsv"
TARGET = ROOT / "python_helpers" / "pymastery" / "cpython" / "layouts.json"

# What is shown of each struct: a member that a version does not have is left out for it.
SHOWN: dict[str, str] = {
    "PyGC_Head": "_gc_next _gc_prev",
    "PyObject": "ob_tid _padding ob_refcnt ob_overflow ob_flags ob_mutex ob_gc_bits ob_ref_local ob_ref_shared ob_type",
    "PyVarObject": "ob_size",
    "PyLongObject": "long_value.lv_tag ob_digit long_value.ob_digit",
    "PyFloatObject": "ob_fval",
    "PyASCIIObject": "length hash state.interned state.kind state.compact state.ascii state.ready "
    "state.statically_allocated wstr",
    "PyCompactUnicodeObject": "utf8_length utf8 wstr_length",
    "PyUnicodeObject": "data.any",
    "PyTupleObject": "ob_hash ob_item",
    "PyListObject": "ob_item allocated",
    "PyDictObject": "ma_used ma_version_tag _ma_watcher_tag ma_keys ma_values",
    "_dictkeysobject": "dk_refcnt dk_log2_size dk_log2_index_bytes dk_kind dk_mutex dk_version dk_usable "
    "dk_nentries dk_indices",
    "_dictvalues": "capacity size embedded valid values",
    "PyDictKeyEntry": "me_hash me_key me_value",
    "PyDictUnicodeEntry": "me_key me_value",
    "pool_header": "ref.count freeblock nextpool prevpool arenaindex szidx nextoffset maxnextoffset",
    "_Py_DebugOffsets": "cookie version free_threaded pyobject.size pyobject.ob_type list_object.ob_item "
    "long_object.lv_tag long_object.ob_digit float_object.ob_fval tuple_object.ob_item dict_object.ma_keys "
    "dict_object.ma_values unicode_object.length unicode_object.state unicode_object.asciiobject_size gc.size",
}
# Of these every member is shown that has none inside it.
SHOWN_WHOLE = (
    "PyFunctionObject", "PyCodeObject", "PyComplexObject", "PyBytesObject", "PyByteArrayObject", "PySetObject",
    "setentry", "PySliceObject", "PyMethodObject", "PyCFunctionObject", "PyCellObject", "PyFrameObject", "PyGenObject",
    "PyModuleObject", "PyTypeObject", "PyHeapTypeObject", "PyMemberDef", "PyBaseExceptionObject", "PyTracebackObject",
    "PyWeakReference", "PyMemoryViewObject", "PyMethodDescrObject", "PyMemberDescrObject", "PyGetSetDescrObject",
    "PyWrapperDescrObject", "rangeobject", "classmethod", "staticmethod", "propertyobject", "dequeobject", "block",
    "arrayobject", "_PyInterpreterFrame", "PyCoroObject", "PyAsyncGenObject",
)  # fmt: skip
# Of these only what is named is read; of any other struct, every member is shown.
READ_IN_PART = ("_Py_DebugOffsets", "pool_header")
PRIVATE = ROOT / "devtools" / "private_structs.h"
# Private to Objects/dictobject.c before 3.11, so in no header; see struct _dictkeysobject there.
PRIVATE_3_10: dict[str, Any] = {
    "_dictkeysobject": {
        "size": 40,
        "fields": {
            "dk_refcnt": [0, 8, "Py_ssize_t"],
            "dk_size": [8, 8, "Py_ssize_t"],
            "dk_lookup": [16, 8, "dict_lookup_func"],
            "dk_usable": [24, 8, "Py_ssize_t"],
            "dk_nentries": [32, 8, "Py_ssize_t"],
            "dk_indices": [40, 0, "char[]"],
        },
    },
    "PyDictKeyEntry": {
        "size": 24,
        "fields": {
            "me_hash": [0, 8, "Py_hash_t"],
            "me_key": [8, 8, "PyObject*"],
            "me_value": [16, 8, "PyObject*"],
        },
    },
}
# An embedded base struct, or another view of the same union: its own row, or none, says it.
COVERED_ELSEWHERE = ("ob_base", "_base", "_aligner", "ob_refcnt_full", "ob_refcnt_split", "long_value", "state", "data")
WASM_SIZES = {
    "SIZEOF_VOID_P": 4, "SIZEOF_LONG": 4, "SIZEOF_SIZE_T": 4, "SIZEOF_UINTPTR_T": 4, "SIZEOF_PTHREAD_T": 4,
    "SIZEOF_TIME_T": 8, "SIZEOF_OFF_T": 8, "SIZEOF_FPOS_T": 8, "ALIGNOF_LONG": 4, "ALIGNOF_SIZE_T": 4,
}  # fmt: skip
QUALIFIERS = ("const_type", "volatile_type", "atomic_type", "restrict_type")


def compile_headers(include: Path, flags: list[str], folder: Path) -> Path:
    """Return the object file of a C file that includes all of this CPython's headers."""
    # this one is included in the middle of another header and cannot stand alone
    headers = sorted(
        path.name
        for path in (include / "internal").glob("pycore_*.h")
        if path.name != "pycore_crossinterp_data_registry.h"
    )
    source, target = folder / "layouts.c", folder / "layouts.o"
    lines = ["#define Py_BUILD_CORE 1", "#define NEEDS_PY_IDENTIFIER 1"]
    lines += [
        "#include <Python.h>",
        "#include <frameobject.h>",
        "#include <structmember.h>",
        *(f'#include "internal/{name}"' for name in headers),
    ]
    source.write_text("\n".join([*lines, PRIVATE.read_text()]))
    command = ["gcc", "-std=gnu11", "-w", "-O0", "-g", "-fno-eliminate-unused-debug-types", *flags]
    for path in (include, include / "internal", include / "internal" / "mimalloc"):
        command += ["-I", str(path)]
    command += ["-idirafter", str(include.parent), "-c", str(source), "-o", str(target)]
    subprocess.run(command, check=True)
    return target


def wasm_flags(include: Path, folder: Path) -> list[str]:
    """Return gcc's flags for wasm32's data model, ILP32 with 8-byte aligned int64_t and double."""
    real = next(iter(include.parent.glob(f"*/{include.name}/pyconfig.h")), include / "pyconfig.h")
    override = folder / "wasm.h"
    sizes = "".join(f"#undef {name}\n#define {name} {size}\n" for name, size in WASM_SIZES.items())
    absent = "".join(f"#undef {name}\n" for name in ("HAVE_GCC_UINT128_T", "HAVE_STD_ATOMIC"))
    override.write_text(f'#include "{real}"\n{sizes}{absent}')
    for empty in (f"i386-linux-gnu/{include.name}/pyconfig.h", "gnu/stubs-32.h"):
        (folder / empty).parent.mkdir(parents=True, exist_ok=True)
        (folder / empty).touch()
    return ["-m32", "-malign-double", "-D_TIME_BITS=64", "-D_FILE_OFFSET_BITS=64", f"-I{folder}",
            "-isystem", "/usr/include/x86_64-linux-gnu", "-include", str(override)]  # fmt: skip


def name_of(die: DIE) -> str:
    attribute = die.attributes.get("DW_AT_name")
    return attribute.value.decode() if attribute else ""


def type_of(die: DIE) -> DIE | None:
    return die.get_DIE_from_attribute("DW_AT_type") if "DW_AT_type" in die.attributes else None


def is_a(die: DIE | None, *tags: str) -> bool:
    return die is not None and die.tag.removeprefix("DW_TAG_") in tags


def resolved(die: DIE | None) -> DIE | None:
    """Return the type behind typedefs and qualifiers."""
    while is_a(die, "typedef", *QUALIFIERS):
        die = type_of(die)
    return die


def length_of(array: DIE) -> int:
    for child in array.iter_children():
        upper = child.attributes.get("DW_AT_upper_bound")
        if "DW_AT_count" in child.attributes:
            return child.attributes["DW_AT_count"].value
        if upper and isinstance(upper.value, int):
            return upper.value + 1
    return 0


def size_of(die: DIE | None) -> int:
    die = resolved(die)
    if is_a(die, "array_type"):
        return length_of(die) * size_of(type_of(die))
    return die.attributes["DW_AT_byte_size"].value if die is not None else 0


def c_name(die: DIE | None) -> str:
    """Return a C type as a header would write it."""
    if die is None:
        return "void"
    if is_a(die, *QUALIFIERS):
        return c_name(type_of(die))
    if is_a(die, "pointer_type"):
        return f"{c_name(type_of(die))}*"
    if is_a(die, "array_type"):
        return f"{c_name(type_of(die))}[]"
    return name_of(die) or die.tag.removeprefix("DW_TAG_").removesuffix("_type")


def members(die: DIE, base: int = 0, prefix: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield (path, [offset, size, C type, first bit, width]) for each member, inner ones too."""
    for member in die.iter_children():
        if not is_a(member, "member"):
            continue
        attributes = member.attributes
        at = attributes["DW_AT_data_member_location"].value if "DW_AT_data_member_location" in attributes else 0
        kind = type_of(member)
        path = prefix + name_of(member)
        row = [base + at, size_of(kind), c_name(kind)]
        if "DW_AT_bit_size" in attributes:
            bit = attributes["DW_AT_data_bit_offset"].value if "DW_AT_data_bit_offset" in attributes else 0
            row = [base + at + bit // 8, 1, c_name(kind), bit % 8, attributes["DW_AT_bit_size"].value]
        if name_of(member):
            yield path, row
        inner = resolved(kind)
        if is_a(inner, "structure_type", "union_type"):
            yield from members(inner, base + at, f"{path}." if name_of(member) else prefix)


def structs_in(target: Path) -> dict[str, Any]:
    """Return {struct: {"size": bytes, "fields": {path: row}}} for every name of SHOWN and SHOWN_WHOLE."""
    found: dict[str, Any] = {}
    with target.open("rb") as file:
        for unit in ELFFile(file).get_dwarf_info().iter_CUs():
            for die in unit.get_top_DIE().iter_children():
                name = name_of(die)
                struct = resolved(die) if is_a(die, "typedef", "structure_type") else None
                if name not in (*SHOWN, *SHOWN_WHOLE) or name in found or not is_a(struct, "structure_type"):
                    continue
                if "DW_AT_declaration" not in struct.attributes:
                    found[name] = shown(name, size_of(struct), dict(members(struct)))
    return found


def shown(name: str, size: int, every: dict[str, list[Any]]) -> dict[str, Any]:
    """Return what is shown of one struct, having made sure that nothing of it is forgotten."""
    if name in SHOWN_WHOLE:
        return {"size": size, "fields": leaves(every)}
    wanted = SHOWN[name].split()
    fields = {path: every[path] for path in wanted if path in every}
    if name not in READ_IN_PART:
        covered = tuple(f"{path}." for path in (*fields, *COVERED_ELSEWHERE))
        forgotten = [
            path
            for path in every
            if path not in fields and path not in COVERED_ELSEWHERE
            and not path.startswith(covered) and not path.startswith("data.")
        ]  # fmt: skip
        if forgotten:
            raise SystemExit(f"{name} has members that SHOWN does not name: {forgotten}")
    return {"size": size, "fields": dict(sorted(fields.items(), key=lambda item: (item[1][0], item[1][3:])))}


def leaves(every: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the members that have none inside them, by offset; of a union, the one that is declared first."""
    parents = {path.rpartition(".")[0] for path in every}
    found: dict[str, Any] = {}
    end = 0
    for path, row in sorted(every.items(), key=lambda item: (item[1][0], item[1][3:])):
        is_base = {"ob_base", "_base", "ht_type"} & set(path.split("."))
        if not is_base and path not in parents and (row[0] >= end or len(row) > 3):
            found[path] = row
            end = max(end, row[0] + (row[1] if len(row) == 3 else 0))
    return found


def layouts_of(include: Path, variant: str) -> dict[str, Any]:
    """Return the layouts of one variant: "" the default build, "t" free-threaded, "w" wasm32."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        flags = {"": [], "t": ["-DPy_GIL_DISABLED=1"], "w": wasm_flags(include, folder)}[variant]
        structs = structs_in(compile_headers(include, flags, folder))
    if "_dictkeysobject" not in structs:
        structs |= PRIVATE_3_10
    return {"pointer_size": 4 if variant == "w" else 8, "structs": dict(sorted(structs.items()))}


def dumped(layouts: dict[str, Any]) -> str:
    """Return the file's text: one line per struct, so that a difference can be read."""
    variants = []
    for key, layout in layouts.items():
        rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(struct)}" for name, struct in layout["structs"].items())
        variants.append(f' {json.dumps(key)}: {{"pointer_size": {layout["pointer_size"]}, "structs": {{\n{rows}\n }}}}')
    return "{\n" + ",\n".join(variants) + "\n}\n"


def main() -> int:
    layouts: dict[str, Any] = {}
    for line in MATRIX.read_text().splitlines():
        version, _, _, include, *_ = line.split("\t")
        minor = int(version.split(".")[1])
        variants = ["", *("t" for _ in range(minor >= 13)), *("w" for _ in range(minor >= 14))]
        for variant in variants:
            layouts[version + variant] = layouts_of(Path(include), variant)
    text = dumped(layouts)
    if "--check" in sys.argv[1:]:
        same = TARGET.read_text() == text
        print("layouts.json is what the headers say" if same else "layouts.json differs from the headers: run me")
        return 0 if same else 1
    TARGET.write_text(text)
    print(f"wrote {TARGET.relative_to(ROOT)}: {', '.join(layouts)}; {len(text)} characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
