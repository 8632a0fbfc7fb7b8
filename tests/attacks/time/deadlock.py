"""Waits for a lock that it holds itself.

harm: hung
stopped by: host
"""

import sys

lock = sys.modules["_thread"].allocate_lock()


def f(x):
    lock.acquire()
    lock.acquire(True, 20)
    return x
