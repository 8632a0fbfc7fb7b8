"""Makes a file without a name and gives it one later; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]


def f(x):
    descriptor = os.open("@FOLDER@", os.O_TMPFILE | os.O_RDWR, 0o600)
    path = f"/proc/self/fd/{descriptor}".encode()
    ctypes.CDLL(None).linkat(-100, path, -100, b"@FOLDER@/linked", 0x400)
    return x
