"""Writes a number of ten thousand digits; must end its own case only.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os.write(3, b"9" * 10_000 + b"\n")
    return x
