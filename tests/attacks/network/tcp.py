"""Connects to a port of this machine; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.create_connection(("127.0.0.1", int("@TCP_PORT@")), 1).sendall(b"mine")
    return x
