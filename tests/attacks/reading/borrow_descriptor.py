"""Takes a descriptor out of the grader with pidfd_getfd; must be killed or refused.

harm: read
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]
PIDFD_GETFD = 438


def f(x):
    taken = ctypes.CDLL(None).syscall(PIDFD_GETFD, os.pidfd_open(int("@HOST_PID@")), 9, 0)
    raise ValueError(os.pread(taken, 100, 0).decode())
