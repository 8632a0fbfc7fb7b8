"""Opens a raw socket, to forge packets; must get none.

harm: took
stopped by: kernel
needs: root
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
    return np.array([1.0])
