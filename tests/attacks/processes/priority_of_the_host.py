"""Gives the grader the lowest priority there is.

harm: changed
stopped by: kernel
"""

import os


def f(x):
    os.setpriority(os.PRIO_PROCESS, int("@HOST_PID@"), 19)
    return x
