"""Copies of this process's memory that a bad address cannot crash.

`ctypes.string_at` on an unmapped address kills the kernel. The readers here ask the operating
system for the copy, which refuses instead, so a wrong address is an exception.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from functools import cache

LARGEST = 1 << 20
"""Bytes that one read may ask for."""

Reader = Callable[[int, int], bytes]


class BadAddress(Exception):
    """These bytes cannot be read: nothing is mapped there, or the system forbids it."""


class NoReader(Exception):
    """This environment gives no safe way to read memory."""


def read(address: int, size: int) -> bytes:
    """Return a copy of `size` bytes from `address` on.

    Raises:
        BadAddress: Where the address is not readable, or `size` is negative or above LARGEST.
        NoReader: Where the system allows no guarded read.
    """
    if not 0 <= size <= LARGEST:
        raise BadAddress(f"{size} bytes at {address:#x}: one read is at most {LARGEST} bytes")
    if address <= 0 or address + size > sys.maxsize * 2 + 1:
        raise BadAddress(f"{address:#x} is no address")
    return reader()(address, size) if size else b""


@cache
def reader() -> Reader:
    """Return the first reader that works here and has read known bytes back.

    Raises:
        NoReader: Where none does.
    """
    probe = b"what a guarded reader must find"
    for make in _candidates():
        try:
            candidate = make()
            # a bytes object's data is its last field but for the closing zero
            if candidate(id(probe) + bytes.__basicsize__ - 1, len(probe)) == probe:
                return candidate
        except (ImportError, OSError, AttributeError, BadAddress):
            continue
    raise NoReader("This environment gives no safe way to read memory.")


def _candidates() -> tuple[Callable[[], Reader], ...]:
    if sys.platform == "emscripten":
        return (_flat_memory,)
    if os.name == "nt":
        return (_read_process_memory,)
    return (_process_vm_readv, _proc_self_mem, _through_pipe)


class _Span(ctypes.Structure):  # struct iovec
    _fields_ = (("base", ctypes.c_size_t), ("length", ctypes.c_size_t))


def _process_vm_readv() -> Reader:
    # PyDLL keeps the GIL: no other thread moves anything during the copy
    call = ctypes.PyDLL(None, use_errno=True).process_vm_readv
    call.restype = ctypes.c_ssize_t
    span, count = ctypes.POINTER(_Span), ctypes.c_ulong
    call.argtypes = (ctypes.c_int, span, count, span, count, count)

    def read_span(address: int, size: int) -> bytes:
        buffer = ctypes.create_string_buffer(size)
        here, there = _Span(ctypes.addressof(buffer), size), _Span(address, size)
        if call(os.getpid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0) != size:
            raise BadAddress(f"{size} bytes at {address:#x}: {os.strerror(ctypes.get_errno())}")
        return buffer.raw

    return read_span


def _proc_self_mem() -> Reader:
    def read_file(address: int, size: int) -> bytes:
        # opened each time: after a fork, an open file would still show the parent's memory
        file = os.open("/proc/self/mem", os.O_RDONLY)
        try:
            data = os.pread(file, size, address)
        except (OSError, OverflowError) as error:
            raise BadAddress(f"{size} bytes at {address:#x}: {error}") from None
        finally:
            os.close(file)
        if len(data) != size:
            raise BadAddress(f"{size} bytes at {address:#x}: only {len(data)} are mapped")
        return data

    return read_file


def _through_pipe() -> Reader:
    # any POSIX system: write() from an unmapped address fails with EFAULT
    call = ctypes.PyDLL(None, use_errno=True).write
    call.argtypes = (ctypes.c_int, ctypes.c_size_t, ctypes.c_size_t)
    call.restype = ctypes.c_ssize_t

    def read_pipe(address: int, size: int) -> bytes:
        outlet, inlet = os.pipe()
        data = bytearray()
        try:
            while len(data) < size:
                # a pipe takes 4096 bytes at least without waiting for its reader
                count = call(inlet, address + len(data), min(size - len(data), 4096))
                if count <= 0:
                    raise BadAddress(f"{size} bytes at {address:#x}: {os.strerror(ctypes.get_errno())}")
                data += os.read(outlet, count)
        finally:
            os.close(outlet)
            os.close(inlet)
        return bytes(data)

    return read_pipe


def _read_process_memory() -> Reader:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    call = kernel.ReadProcessMemory
    size_t = ctypes.c_size_t
    call.argtypes = (ctypes.c_void_p, size_t, ctypes.c_void_p, size_t, ctypes.POINTER(size_t))

    def read_windows(address: int, size: int) -> bytes:
        buffer, count = ctypes.create_string_buffer(size), size_t()
        # -1 is the pseudo handle of the current process
        if not call(-1, address, buffer, size, ctypes.byref(count)) or count.value != size:
            raise BadAddress(f"{size} bytes at {address:#x}")
        return buffer.raw

    return read_windows


def _flat_memory() -> Reader:
    import pyodide_js  # type: ignore[import-not-found,unused-ignore]

    def read_flat(address: int, size: int) -> bytes:
        # wasm has one flat memory: inside it nothing faults, outside the interpreter is gone
        if address < 1024 or address + size > pyodide_js._module.HEAPU8.length:
            raise BadAddress(f"{size} bytes at {address:#x}: outside the memory")
        return ctypes.string_at(address, size)

    return read_flat
