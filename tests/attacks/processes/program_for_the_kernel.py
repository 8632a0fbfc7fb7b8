"""Makes a table in the kernel with bpf, as programs loaded into it use.

harm: took
stopped by: kernel
machine: x86_64
needs: root
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    attributes = (ctypes.c_uint32 * 16)(2, 4, 8, 1)  # an array of one value of 8 bytes
    return np.array([float(libc.syscall(321, 0, attributes, 64) >= 0)])  # BPF_MAP_CREATE
