"""Enters a namespace of the grader with setns.

harm: took
stopped by: kernel
needs: root
"""

import os
import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    namespace = os.open("/proc/@HOST_PID@/ns/uts", os.O_RDONLY)
    return np.array([float(libc.setns(namespace, 0) == 0)])
