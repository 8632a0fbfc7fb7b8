"""Sends a datagram to an abstract Unix socket; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"mine", "\0" + "@ABSTRACT@")
    return x
