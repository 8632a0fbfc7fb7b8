"""Writes 64 MiB and tells how much found room; must find none.

harm: took
stopped by: kernel
bound: 1000
"""

import os

import numpy as np

MIB = 1 << 20


def f(x):
    descriptor = os.open("@FOLDER@/filling", os.O_CREAT | os.O_WRONLY)
    written = 0
    try:
        while written < 64 * MIB:
            written += os.write(descriptor, bytes(MIB))
    finally:
        os.unlink("@FOLDER@/filling")
    return np.array([written])
