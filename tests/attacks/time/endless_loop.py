"""Loops without end; the call must be stopped at its deadline.

harm: hung
stopped by: host
"""

import time


def f(x):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        pass
    return x
