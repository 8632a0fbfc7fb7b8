"""Starts a process whose parent is our own parent, with CLONE_PARENT, so that it is no descendant.

harm: survived
stopped by: host
machine: x86_64
"""

import os
import sys
import time

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    if libc.syscall(56, 0x8000 | 17, 0, 0, 0, 0) == 0:  # CLONE_PARENT | SIGCHLD
        os.closerange(0, 100)
        time.sleep(15)
        os._exit(0)
    return x
