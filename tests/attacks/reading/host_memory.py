"""Reads the memory of the grader through /proc; must be refused.

harm: read
stopped by: kernel
"""

import os


def f(x):
    memory = os.open("/proc/@HOST_PID@/mem", os.O_RDONLY)
    raise ValueError(os.pread(memory, 64, int("@HOST_ADDRESS@")).decode("latin-1"))
