"""Opens a socket towards the machine that hosts this one; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]
AF_VSOCK, NO_SUCH_FAMILY = 40, 97


def f(x):
    try:
        socket.socket(AF_VSOCK, socket.SOCK_STREAM)
    except OSError as error:
        if error.errno != NO_SUCH_FAMILY:  # nothing stopped the call, but this kernel has no such family
            raise
    return np.array([1.0])
