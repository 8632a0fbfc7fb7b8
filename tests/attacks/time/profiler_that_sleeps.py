"""Installs a profiler that sleeps at every call of a Python function, ours included.

harm: hung
stopped by: host
"""

import sys
import time

END = time.monotonic() + 20


def sleep(frame, event, argument):
    if time.monotonic() < END:
        time.sleep(0.5)


def f(x):
    sys.setprofile(sleep)
    return x
