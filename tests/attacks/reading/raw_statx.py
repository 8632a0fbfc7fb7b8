"""Asks for the size of the canary with statx, which came after most filters were written; must learn nothing.

harm: took
stopped by: kernel
"""

import os
import struct
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
STATX = {"x86_64": 332, "aarch64": 291}[os.uname().machine]
HERE, SIZE = -100, 0x200


def f(x):
    about = ctypes.create_string_buffer(256)
    ctypes.CDLL(None).syscall(STATX, HERE, b"@CANARY@", 0, SIZE, about)
    return np.array([struct.unpack_from("Q", about, 40)[0]])
