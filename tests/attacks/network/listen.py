"""Listens on a port, for whoever may come; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

socket = sys.modules["socket"]


def f(x):
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    return np.array([1.0])
