"""Writes a frame of no bytes at all after a right beginning; must end its own case only.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os.write(3, b"CNVG" + bytes(60))
    return x
