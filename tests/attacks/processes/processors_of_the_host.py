"""Ties the grader to a single one of the processors.

harm: changed
stopped by: kernel
"""

import os


def f(x):
    os.sched_setaffinity(int("@HOST_PID@"), {min(os.sched_getaffinity(0))})
    return x
