"""Raises its own limit of open files and takes two hundred descriptors.

harm: took
stopped by: kernel
bound: 100
"""

import os
import sys

import numpy as np

resource = sys.modules["builtins"].__import__("resource")


def f(x):
    most = max(300, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (300, most))
    finally:
        taken = []
        while len(taken) < 200:
            taken.append(os.dup(1))
    return np.array([float(len(taken))])
