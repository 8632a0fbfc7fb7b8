"""Opens a socket to the ciphers of the kernel; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    try:
        socket.socket(38, socket.SOCK_SEQPACKET, 0)
    except OSError as error:
        if error.errno != 97:  # a kernel without it: any other socket will do
            raise
        socket.socket(socket.AF_INET6)
    return np.array([1.0])
