"""Listens without a bind, so that the kernel picks a port past Landlock's rule for bind; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    server = socket.socket()
    server.listen()
    return np.array([server.getsockname()[1]])
