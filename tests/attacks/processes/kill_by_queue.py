"""Queues a signal with a value for the grader, through rt_sigqueueinfo.

harm: crashed
stopped by: kernel
machine: x86_64
"""

import sys

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    information = (ctypes.c_int * 32)(9, 0, -1)  # si_signo, si_errno, si_code: SI_QUEUE
    libc.syscall(129, int("@HOST_PID@"), 9, information)
    return x
