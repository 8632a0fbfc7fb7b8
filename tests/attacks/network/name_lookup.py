"""Asks a name server, here one of its own choice, with a question that carries data; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    question = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0" + b"\x04mine\x04test\0" + b"\0\x01\0\x01"
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(question, ("localhost", int("@UDP_PORT@")))
    return x
