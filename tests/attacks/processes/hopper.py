"""Leaves a process that forks itself again every 20 ms and dies, so that whoever kills it by number comes late.

harm: survived
stopped by: host
"""

import os
import time

END = time.monotonic() + 8


def hop():
    while time.monotonic() < END:
        if os.fork():
            os._exit(0)
        time.sleep(0.02)
    os._exit(0)


def f(x):
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.closerange(0, 100)
        hop()
    return x
