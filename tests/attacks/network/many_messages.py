"""Sends several datagrams with one call to sendmmsg, the sister that lists forget; must reach nobody.

harm: connected
stopped by: kernel
"""

import os
import struct
import sys

ctypes = sys.modules["ctypes"]
SENDMMSG = {"x86_64": 307, "aarch64": 269}[os.uname().machine]
INET, DATAGRAM = 2, 2


def f(x):
    libc = ctypes.CDLL(None)
    port = struct.pack(">H", int("@UDP_PORT@"))
    target = ctypes.create_string_buffer(struct.pack("=H", INET) + port + bytes([127, 0, 0, 1]) + bytes(8), 16)
    text = ctypes.create_string_buffer(b"mine")
    part = ctypes.create_string_buffer(struct.pack("QQ", ctypes.addressof(text), 4), 16)
    head = struct.pack("QIIQQQQIII", ctypes.addressof(target), 16, 0, ctypes.addressof(part), 1, 0, 0, 0, 0, 0)
    both = ctypes.create_string_buffer(head.ljust(64, b"\0") * 2, 128)
    libc.syscall(SENDMMSG, libc.socket(INET, DATAGRAM, 0), both, 2, 0)
    return x
