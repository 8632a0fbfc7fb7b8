"""Stops its own parent, so that no further child can be had and none can be ended.

harm: crashed
stopped by: kernel
"""

import os
import time


def f(x):
    os.kill(os.getppid(), 19)
    time.sleep(3)
    return x
