"""Fills sockets that nobody reads from, after making their buffers larger.

harm: took
stopped by: kernel
bound: 100
"""

import sys

import numpy as np

socket = sys.modules["_socket"]


def f(x):
    one, other = socket.socketpair()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    one.setblocking(False)
    written = 0
    try:
        while written < 4 << 20:
            written += one.send(bytes(1 << 16))
    except BlockingIOError:
        pass
    return np.array([written / 1024 + other.fileno()])
