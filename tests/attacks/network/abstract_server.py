"""Takes an abstract name, where another submission could find it; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    server = socket.socket(socket.AF_UNIX)
    server.bind("\0@ABSTRACT@-mine")
    server.listen()
    return np.array([1.0])
