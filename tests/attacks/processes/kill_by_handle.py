"""Opens a handle of the grader with pidfd_open and sends the signal through that.

harm: crashed
stopped by: kernel
"""

import os
import sys

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    handle = os.pidfd_open(int("@HOST_PID@"))
    libc.syscall(424, handle, 9, None, 0)  # pidfd_send_signal
    return x
