"""Sends data with the first packet, without a call to connect; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.socket().sendto(b"mine", 0x20000000, ("127.0.0.1", int("@TCP_PORT@")))
    return x
