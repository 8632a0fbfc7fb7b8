"""Makes the calls socket and connect itself; must reach nobody.

harm: connected
stopped by: kernel
"""

import os
import struct
import sys

ctypes = sys.modules["ctypes"]
SOCKET, CONNECT = {"x86_64": (41, 42), "aarch64": (198, 203)}[os.uname().machine]
INET, STREAM = 2, 1


def f(x):
    libc = ctypes.CDLL(None)
    link = libc.syscall(SOCKET, INET, STREAM, 0)
    port = struct.pack(">H", int("@TCP_PORT@"))
    libc.syscall(CONNECT, link, struct.pack("=H", INET) + port + bytes([127, 0, 0, 1]) + bytes(8), 16)
    return x
