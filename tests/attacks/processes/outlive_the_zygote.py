"""Leaves a process behind and kills the parent, so that nobody is left to look for it.

harm: survived
stopped by: kernel
"""

import os
import time


def f(x):
    parent = os.getppid()
    if os.fork() == 0:
        os.setsid()
        os.closerange(0, 100)
        os.kill(parent, 9)
        time.sleep(15)
        os._exit(0)
    time.sleep(1)
    return x
