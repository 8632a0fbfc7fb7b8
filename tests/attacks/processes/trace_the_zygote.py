"""Attaches to its own parent as a debugger, which stops it.

harm: crashed
stopped by: kernel
needs: root
"""

import os
import sys
import time

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    libc.ptrace(16, os.getppid(), None, None)  # PTRACE_ATTACH
    time.sleep(4)
    return x
