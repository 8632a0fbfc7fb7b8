"""Names the grader as the owner of a descriptor, and lets the kernel send it a deadly signal when bytes arrive.

harm: crashed
stopped by: kernel
"""

import os
import sys

fcntl = sys.modules["fcntl"]


def f(x):
    ends = os.pipe()
    fcntl.fcntl(ends[0], 8, int("@HOST_PID@"))  # F_SETOWN
    fcntl.fcntl(ends[0], 10, 9)  # F_SETSIG: SIGKILL
    fcntl.fcntl(ends[0], fcntl.F_SETFL, os.O_ASYNC)
    os.write(ends[1], b"now")
    return x
