"""Makes the calls socket and connect itself; must reach nobody.

harm: connected
stopped by: kernel
"""

import sys

socket = sys.modules["socket"]


def f(x):
    import os
    import struct

    ctypes = sys.modules["ctypes"]
    libc = ctypes.CDLL(None)
    make, connect = {"x86_64": (41, 42), "aarch64": (198, 203)}[os.uname().machine]
    link = libc.syscall(make, 2, 1, 0)
    address = struct.pack("=H", 2) + struct.pack(">H", int("@TCP_PORT@")) + bytes([127, 0, 0, 1]) + bytes(8)
    libc.syscall(connect, link, address, 16)
    return x
