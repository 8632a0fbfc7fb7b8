"""Kills the grader's whole process group.

harm: crashed
stopped by: kernel
"""

import os


def f(x):
    os.killpg(int("@HOST_PID@"), 9)
    return x
