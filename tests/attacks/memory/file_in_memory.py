"""Writes 200 MiB into a file that exists in memory only, which is no part of its address space.

harm: took
stopped by: kernel
bound: 1
"""

import os

import numpy as np


def f(x):
    file = os.memfd_create("file", 0)
    block, written = bytes(1 << 20), 0
    while written < 200:
        written += os.write(file, block) >> 20
    return np.array([float(written)])
