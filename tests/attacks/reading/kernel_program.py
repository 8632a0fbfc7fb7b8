"""Makes a map for programs inside the kernel; must be killed or refused.

harm: took
stopped by: kernel
needs: root
"""

import os
import struct
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
BPF = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
MAKE_MAP, ARRAY = 0, 2


def f(x):
    wanted = ctypes.create_string_buffer(struct.pack("IIII", ARRAY, 4, 4, 1), 128)
    return np.array([ctypes.CDLL(None).syscall(BPF, MAKE_MAP, wanted, 128)])
