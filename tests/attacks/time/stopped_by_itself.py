"""Stops its own process with SIGSTOP; a process that can do nothing must still be ended.

harm: hung
stopped by: host
"""

import os
import sys
import time

signal = sys.modules["signal"]  # an import gets a stand-in


def f(x):
    me = os.getpid()
    try:  # so that it ends by itself, where processes may be started
        if os.fork() == 0:
            time.sleep(18)
            os.kill(me, signal.SIGCONT)
            os._exit(0)
    except OSError:
        pass
    os.kill(me, signal.SIGSTOP)
    return x
