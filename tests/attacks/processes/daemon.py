"""Forks twice, with a session of its own and every descriptor closed, as daemons do.

harm: survived
stopped by: host
"""

import os
import time


def f(x):
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 100)
            time.sleep(15)
        os._exit(0)
    os.waitpid(pid, 0)
    return x
