"""Cuts the canary off without opening it; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.truncate("@CANARY@", 0)
    return x
