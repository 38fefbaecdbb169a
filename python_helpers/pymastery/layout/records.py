"""Which members of CPython's structs which public attributes answer for, type by type.

Sources: Include/cpython/{funcobject,classobject,methodobject,cellobject,code,genobject,pyerrors,traceback,
weakrefobject,descrobject}.h, Include/{memoryobject,sliceobject}.h, Include/internal/pycore_{frame,moduleobject,
descrobject}.h, Objects/{rangeobject,funcobject}.c.
"""

from __future__ import annotations

import types
import weakref

from pymastery.describe import issubclass_exactly
from pymastery.layout.members import Record

_FUNCTION = Record(
    types.FunctionType,
    "PyFunctionObject",
    {
        "func_globals": "__globals__",
        "func_builtins": "__builtins__",
        "func_name": "__name__",
        "func_qualname": "__qualname__",
        "func_code": "__code__",
        "func_defaults": "__defaults__",
        "func_kwdefaults": "__kwdefaults__",
        "func_closure": "__closure__",
        "func_module": "__module__",
    },
    {
        "func_globals": "where global names are looked up",
        "func_builtins": "where they are looked up next",
        "func_code": "what runs: one code object may serve many functions",
        "func_defaults": "values of missing positional arguments",
        "func_kwdefaults": "values of missing keyword arguments",
        "func_closure": "the cells of free variables",
        "func_doc": "the docstring",
        "func_version": "0 until the interpreter specialises a call of it",
        "vectorcall": "the C function that a call goes to",
    },
    nulls={"func_dict": "no attributes yet", "func_annotations": "not asked for yet"},
)
_CODE = Record(
    types.CodeType,
    "PyCodeObject",
    {
        name: name
        for name in [
            "co_consts",
            "co_names",
            "co_exceptiontable",
            "co_flags",
            "co_argcount",
            "co_posonlyargcount",
            "co_kwonlyargcount",
            "co_stacksize",
            "co_firstlineno",
            "co_nlocals",
            "co_filename",
            "co_name",
            "co_qualname",
            "co_linetable",
        ]
    },
    {
        "co_consts": "constants, nested code objects among them",
        "co_names": "names of globals and attributes",
        "co_stacksize": "slots that the stack needs at most",
        "co_exceptiontable": "where exceptions go",
        "co_linetable": "which instruction comes from where",
        "co_nlocalsplus": "variables: local, cell and free",
        "co_framesize": "words of a frame that runs it",
        "co_version": "0 until a function made of it is specialised for",
    },
)


_OF_ASYNC = ("hooks_inited", "closed", "running_async")
NOT_SET: dict[str, tuple[str, ...]] = {"gi": ("origin_or_finalizer", *_OF_ASYNC), "cr": _OF_ASYNC, "ag": ()}
"""What nothing sets in a generator, a coroutine and an async generator, as only the others use it."""


def _with_frame(base: type, struct: str, prefix: str, **attributes: str) -> Record:
    """A generator or its like: its members are the same, but for the first letters of their names."""
    meanings = {
        "exc_state.previous_item": "the exception state around it, while it runs",
        "hooks_inited": "1: the hooks of sys.set_asyncgen_hooks have been asked",
        "closed": "1: it takes no more items",
        "running_async": "1: something awaits its next item",
    }
    said = {"name": "__name__", "qualname": "__qualname__", "code": f"{prefix}_code", **attributes}
    return Record(
        base,
        struct,
        {f"{prefix}_{member}": attribute for member, attribute in said.items()},
        {f"{prefix}_{member}": words for member, words in meanings.items()},
        nulls={f"{prefix}_exc_state.exc_value": "no exception is being handled in it"},
        apart=tuple(f"{prefix}_{member}" for member in ("frame", "iframe", *NOT_SET[prefix])),
    )


FRAME = Record(
    types.FrameType,
    "PyFrameObject",
    {
        "f_code": "f_code",
        "f_builtins": "f_builtins",
        "f_globals": "f_globals",
        "f_trace": "f_trace",
        "f_trace_lines": "f_trace_lines",
        "f_trace_opcodes": "f_trace_opcodes",
    },
    {
        "f_back": "the frame of the caller",
        "f_lineno": "0 unless a tracer or a jump has set it",
        "f_extra_locals": "names that f_locals was given and the code does not have",
        "f_overwritten_fast_locals": "values that f_locals has replaced",
    },
    nulls={"f_back": "nobody waits for it, or its caller has no frame object yet"},
    apart=("f_frame", "f_valuestack", "f_stackdepth", "f_gen", "f_lasti", "f_iblock", "f_state"),
)
"""Frame objects."""
_DESCRIPTOR = {"d_common.d_type": "__objclass__", "d_common.d_name": "__name__"}

RECORDS: tuple[Record, ...] = (
    _FUNCTION,
    _CODE,
    Record(
        types.MethodType,
        "PyMethodObject",
        {"im_func": "__func__", "im_self": "__self__"},
        {"im_func": "the function", "im_self": "what is passed as its first argument"},
    ),
    Record(
        types.BuiltinFunctionType,
        "PyCFunctionObject",
        {"m_self": "__self__", "m_module": "__module__"},
        {"m_ml": "name, C function and calling convention", "m_self": "what it belongs to"},
    ),
    Record(
        types.CellType,
        "PyCellObject",
        {"ob_ref": "cell_contents"},
        {"ob_ref": "the value of a variable that functions share"},
        nulls={"ob_ref": "no value yet"},
    ),
    _with_frame(types.GeneratorType, "PyGenObject", "gi"),
    _with_frame(types.CoroutineType, "PyCoroObject", "cr", origin="cr_origin", origin_or_finalizer="cr_origin"),
    _with_frame(types.AsyncGeneratorType, "PyAsyncGenObject", "ag", running_async="ag_running"),
    FRAME,
    Record(
        types.ModuleType,
        "PyModuleObject",
        {"md_dict": "__dict__"},
        {"md_dict": "the names in the module", "md_def": "how it is made, if in C", "md_name": "its name when made"},
    ),
    Record(
        types.TracebackType,
        "PyTracebackObject",
        {"tb_next": "tb_next", "tb_frame": "tb_frame", "tb_lasti": "tb_lasti"},
        {
            "tb_next": "towards where the exception was raised",
            "tb_lasti": "offset of the instruction, in bytes",
            "tb_lineno": "-1 until it is asked for",
        },
    ),
    Record(
        BaseException,
        "PyBaseExceptionObject",
        {
            "args": "args",
            "traceback": "__traceback__",
            "context": "__context__",
            "cause": "__cause__",
            "suppress_context": "__suppress_context__",
        },
        {"context": "what was being handled", "cause": "from whom it was raised", "notes": "added by add_note()"},
        nulls={"dict": "no attributes yet"},
    ),
    Record(
        weakref.ref,
        "PyWeakReference",
        {"wr_callback": "__callback__"},
        {
            "wr_object": "what it refers to, without a count",
            "hash": "-1: not asked for yet",
            "wr_prev": "the other weak references to the same object",
            "wr_next": "the other weak references to the same object",
        },
        {"wr_object": ("x()", weakref.ref.__call__)},
    ),
    Record(
        memoryview,
        "PyMemoryViewObject",
        {
            "view.obj": "obj",
            "view.len": "nbytes",
            "view.itemsize": "itemsize",
            "view.readonly": "readonly",
            "view.ndim": "ndim",
        },
        {"view.buf": "the first byte of the memory that it shows", "view.obj": "whose memory it is"},
    ),
    Record(
        property,
        "propertyobject",
        {"prop_get": "fget", "prop_set": "fset", "prop_del": "fdel", "prop_doc": "__doc__"},
        {"prop_get": "called to read", "prop_set": "called to assign", "prop_del": "called to delete"},
    ),
    Record(classmethod, "classmethod", {"cm_callable": "__func__"}, {"cm_callable": "the function"}),
    Record(staticmethod, "staticmethod", {"sm_callable": "__func__"}, {"sm_callable": "the function"}),
    Record(
        range,
        "rangeobject",
        {"start": "start", "stop": "stop", "step": "step"},
        {"length": "how many numbers there are, computed once"},
    ),
    Record(slice, "PySliceObject", {"start": "start", "stop": "stop", "step": "step"}),
    Record(types.MethodDescriptorType, "PyMethodDescrObject", _DESCRIPTOR, {"d_method": "name and C function"}),
    Record(types.MemberDescriptorType, "PyMemberDescrObject", _DESCRIPTOR, {"d_member": "where in the object it is"}),
    Record(types.GetSetDescriptorType, "PyGetSetDescrObject", _DESCRIPTOR, {"d_getset": "the two C functions"}),
    Record(
        types.WrapperDescriptorType, "PyWrapperDescrObject", _DESCRIPTOR, {"d_wrapped": "the C function in the type"}
    ),
)


def record_of(cls: type) -> Record | None:
    """Return how the members of a type's struct are known, None for a type that is not listed."""
    return next((record for record in RECORDS if issubclass_exactly(cls, record.base)), None)
