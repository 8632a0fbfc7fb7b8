"""Binds a Unix socket to a name in the folder, which makes a file; must leave no trace.

harm: wrote
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_UNIX).bind("@FOLDER@/socket")
    return x
