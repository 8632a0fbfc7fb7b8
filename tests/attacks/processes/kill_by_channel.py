"""Does the same with the channel it was given, since it may make no pipe: the host's own bytes are to set it off.

harm: crashed
stopped by: kernel
"""

import os
import sys

fcntl = sys.modules["fcntl"]


def f(x):
    for descriptor in range(5):
        try:
            fcntl.fcntl(descriptor, 10, 9)  # F_SETSIG: SIGKILL
            fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_ASYNC)
            fcntl.fcntl(descriptor, 8, int("@HOST_PID@"))  # F_SETOWN
        except OSError:
            continue
    return x
