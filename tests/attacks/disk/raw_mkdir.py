"""Makes a folder by the bare system call; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]
MKDIRAT = {"x86_64": 258, "aarch64": 34}[os.uname().machine]


def f(x):
    ctypes.CDLL(None).syscall(MKDIRAT, -100, b"@FOLDER@/raw", 0o777)
    return x
