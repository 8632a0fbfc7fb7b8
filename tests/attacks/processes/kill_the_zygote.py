"""Kills its own parent, the process that all children come from.

harm: crashed
stopped by: kernel
"""

import os


def f(x):
    os.kill(os.getppid(), 9)
    return x
