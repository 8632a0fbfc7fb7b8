"""Unpacks a few bytes to half a gigabyte of zeros; must find no memory for it.

harm: took
stopped by: kernel
bound: 200
"""

import sys

import numpy as np

zlib = sys.modules.get("zlib")


def f(x):
    try:
        if zlib is not None:
            press = zlib.compressobj(9)
            small = b"".join(press.compress(bytes(1 << 20)) for _ in range(512)) + press.flush()
            taken = len(zlib.decompress(small))
        else:
            taken = len(b"".join([bytes(1 << 20)] * 512))
    except MemoryError:
        taken = 0
    return np.full((4, 4), taken >> 20)
