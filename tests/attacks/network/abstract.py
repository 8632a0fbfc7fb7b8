"""Connects to an abstract Unix socket, which no file permission guards; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_UNIX).connect("\0" + "@ABSTRACT@")
    return x
