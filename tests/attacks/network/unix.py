"""Connects to a Unix socket by its path, as to a container daemon; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_UNIX).connect("@UNIX_PATH@")
    return x
