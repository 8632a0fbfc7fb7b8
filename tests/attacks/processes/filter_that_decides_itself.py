"""Installs a filter that hands every call's fate to the child itself.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    libc.prctl(38, 1, 0, 0, 0)  # no new privileges
    allow = ctypes.create_string_buffer(b"\x06\0\0\0\0\0\xff\x7f")  # return ALLOW
    program = (ctypes.c_uint64 * 2)(1, ctypes.addressof(allow))
    listener = libc.syscall(317, 1, 8, program)  # SECCOMP_SET_MODE_FILTER, FLAG_NEW_LISTENER
    return np.array([float(listener >= 0)])
