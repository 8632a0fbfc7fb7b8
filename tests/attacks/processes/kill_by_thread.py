"""Signals the grader with tkill, the old call that takes a thread's number.

harm: crashed
stopped by: kernel
machine: x86_64
"""

import sys

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    libc.syscall(200, int("@HOST_PID@"), 9)
    return x
