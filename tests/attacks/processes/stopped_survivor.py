"""Leaves a process that ignores every signal it may and has stopped itself.

harm: survived
stopped by: host
"""

import os
import sys
import time

signal = sys.modules["signal"]


def f(x):
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.closerange(0, 100)
        if os.fork() == 0:  # wakes the other one, so that it ends by itself
            time.sleep(12)
            os.kill(os.getppid(), signal.SIGCONT)
            os._exit(0)
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    return x
