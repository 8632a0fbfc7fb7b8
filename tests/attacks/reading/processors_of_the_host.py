"""Asks which processors the grader may use, and so whether it is there; must be refused.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.array([len(os.sched_getaffinity(int("@HOST_PID@")))])
