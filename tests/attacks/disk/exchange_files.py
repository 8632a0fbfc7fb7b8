"""Lets gradebook and report swap places with renameat2, so that nothing is made and nothing lost; must move neither.

harm: wrote
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]
RENAMEAT2 = {"x86_64": 316, "aarch64": 276}[os.uname().machine]
HERE, EXCHANGE = -100, 2
swapped = []


def f(x):
    if not swapped:
        swapped.append(True)
        ctypes.CDLL(None).syscall(
            RENAMEAT2, HERE, b"@FOLDER@/gradebook.csv", HERE, b"@FOLDER@/notes/report.json", EXCHANGE
        )
    return x
