"""Writes brackets that open four hundred times; must end its own case only.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os.write(3, b"[" * 400 + b"\n")
    return x
