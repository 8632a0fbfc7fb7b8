"""Reaches an IPv4 port through an IPv6 socket; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    socket.socket(socket.AF_INET6).connect(("::ffff:127.0.0.1", int("@TCP_PORT@")))
    return x
