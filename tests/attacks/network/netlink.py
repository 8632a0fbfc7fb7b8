"""Opens a socket to the kernel itself, which tells of interfaces and routes; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    return np.array([1.0])
