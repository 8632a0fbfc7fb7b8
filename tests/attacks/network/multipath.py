"""Connects over multipath TCP, which Landlock's rules for TCP ports overlook; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]
MPTCP = 262


def f(x):
    socket.socket(socket.AF_INET, socket.SOCK_STREAM, MPTCP).connect(("127.0.0.1", int("@TCP_PORT@")))
    return x
