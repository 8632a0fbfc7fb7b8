"""Connects a datagram socket and writes to it as to a file; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.connect(("127.0.0.1", int("@UDP_PORT@")))
    sys.modules["posix"].write(link.fileno(), b"mine")
    return x
