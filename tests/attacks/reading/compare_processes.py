"""Asks with kcmp whether two descriptors of the grader are one file; must be killed or refused.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
KCMP = {"x86_64": 312, "aarch64": 272}[os.uname().machine]
FILE = 0


def f(x):
    pid = int("@HOST_PID@")
    same = ctypes.CDLL(None).syscall(KCMP, pid, pid, FILE, ctypes.c_long(9), ctypes.c_long(9))
    return np.array([1 if same == 0 else 0])
