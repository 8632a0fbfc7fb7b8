"""Writes a megabyte of garbage where the grader reads; must end its own case only.

harm: crashed
stopped by: host
"""

import os


def f(x):
    for _ in range(64):
        os.write(3, bytes(range(1, 256)) * 64)
    return x
