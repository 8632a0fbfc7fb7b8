"""Writes into the grader's memory through the file that the kernel shows it as.

harm: changed
stopped by: kernel
"""

import os


def f(x):
    memory = os.open("/proc/@HOST_PID@/mem", os.O_RDWR)
    os.pwrite(memory, b"FORGED", int("@HOST_ADDRESS@"))
    return x
