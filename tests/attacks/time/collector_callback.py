"""Sleeps whenever the garbage collector runs, and makes it run often.

harm: hung
stopped by: host
"""

import gc
import time

END = time.monotonic() + 20


def sleep(phase, info):
    if time.monotonic() < END:
        time.sleep(0.5)


def f(x):
    gc.callbacks.append(sleep)
    gc.set_threshold(1)
    return [[n] for n in range(100)]
