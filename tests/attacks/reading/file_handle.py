"""Opens the canary by the file system's own handle, which no rule about paths sees; must be killed or refused.

harm: read
stopped by: kernel
needs: root
"""

import os
import struct
import sys

ctypes = sys.modules["ctypes"]
TO_HANDLE, BY_HANDLE = {"x86_64": (303, 304), "aarch64": (264, 265)}[os.uname().machine]
HERE, ROOM = -100, 128


def f(x):
    libc = ctypes.CDLL(None)
    handle = ctypes.create_string_buffer(struct.pack("I", ROOM), 8 + ROOM)
    mount = ctypes.c_int()
    libc.syscall(TO_HANDLE, HERE, b"@CANARY@", handle, ctypes.byref(mount), 0)
    folder = os.open("@FOLDER@", os.O_RDONLY)  # tells the file system
    descriptor = libc.syscall(BY_HANDLE, folder, handle, os.O_RDONLY)
    raise ValueError(os.read(descriptor, 100).decode())
