"""Leaves with exit code 0 in the middle of a call, as if all had been done.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os._exit(0)
