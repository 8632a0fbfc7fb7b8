"""Starts a program with posix_spawn; no process may come of it.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 7"], {})
    _, status = os.waitpid(pid, 0)
    return np.array([float(os.waitstatus_to_exitcode(status) == 7)])
