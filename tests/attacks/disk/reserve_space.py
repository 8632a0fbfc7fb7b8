"""Reserves 64 MiB on the disk without writing a byte; must take none.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    descriptor = os.open("@FOLDER@/big", os.O_CREAT | os.O_RDWR)
    os.posix_fallocate(descriptor, 0, 64 << 20)
    return x
