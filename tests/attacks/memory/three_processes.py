"""Takes a little less than the limit in each of three processes, together more than it.

harm: took
stopped by: kernel
bound: 200
"""

import os

import numpy as np


def f(x):
    got = 0.0
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            os._exit(np.ones(100 << 17).nbytes >> 20)
        got += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return np.array([got])
