"""Sends a datagram in parts with sendmsg; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.sendmsg([b"mi", b"ne"], [], 0, ("127.0.0.1", int("@UDP_PORT@")))
    return x
