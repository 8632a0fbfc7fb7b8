"""Makes a pair of sockets, to pass descriptors over; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    socket.socketpair()
    return np.array([1.0])
