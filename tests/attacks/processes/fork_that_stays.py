"""Forks a process that stays behind; none must be left when the child has ended.

harm: survived
stopped by: host
"""

import os
import time


def f(x):
    if os.fork() == 0:
        time.sleep(15)
        os._exit(0)
    return x
