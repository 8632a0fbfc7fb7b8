"""Kills the grader, whose number it was told.

harm: crashed
stopped by: kernel
"""

import os


def f(x):
    os.kill(int("@HOST_PID@"), 9)
    return x
