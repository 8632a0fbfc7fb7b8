"""Writes into the grader's memory with process_vm_writev.

harm: changed
stopped by: kernel
"""

import sys

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    mine = ctypes.create_string_buffer(b"FORGED")
    here = (ctypes.c_uint64 * 2)(ctypes.addressof(mine), 6)
    there = (ctypes.c_uint64 * 2)(int("@HOST_ADDRESS@"), 6)
    wrote = libc.process_vm_writev(int("@HOST_PID@"), here, 1, there, 1, 0)
    assert wrote == 6
    return x
