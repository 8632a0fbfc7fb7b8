"""Opens a socket to the ciphers of the kernel; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]
AF_ALG, NO_SUCH_FAMILY = 38, 97


def f(x):
    try:
        socket.socket(AF_ALG, socket.SOCK_SEQPACKET, 0)
    except OSError as error:
        if error.errno != NO_SUCH_FAMILY:  # nothing stopped the call, but this kernel has no such family
            raise
    return np.array([1.0])
