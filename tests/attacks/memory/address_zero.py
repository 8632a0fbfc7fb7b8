"""Reads at address zero through ctypes; the process dies, and the class goes on.

harm: crashed
stopped by: host
"""

import sys


def f(x):
    return sys.modules["ctypes"].string_at(0)
