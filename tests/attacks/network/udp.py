"""Sends a datagram, which Landlock does not cover; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"mine", ("127.0.0.1", int("@UDP_PORT@")))
    return x
