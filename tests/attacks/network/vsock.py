"""Opens a socket towards the machine that hosts this one; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    try:
        socket.socket(40, socket.SOCK_STREAM)
    except OSError as error:
        if error.errno != 97:  # a kernel without it: any other socket will do
            raise
        socket.socket(socket.AF_UNIX)
    return np.array([1.0])
