"""Reads the processor time of the grader from a clock that it computes from the pid; must be refused.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
PROCESS_CLOCK = 2


def f(x):
    room = (ctypes.c_long * 2)()
    clock = (~int("@HOST_PID@") << 3) | PROCESS_CLOCK
    ctypes.CDLL(None).clock_gettime(clock, room)
    return np.array([room[0] * 10**9 + room[1]])
