"""Starts a thread that computes in one long C call and lets nobody else have the interpreter.

harm: hung
stopped by: host
"""

import collections
import itertools
import sys


def keep():
    collections.deque(itertools.repeat(None, 1_500_000_000), maxlen=0)


def f(x):
    sys.modules["threading"].Thread(target=keep, daemon=True).start()
    return x
