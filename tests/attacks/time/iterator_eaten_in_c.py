"""Lets a C loop eat an iterator of a billion items, which never comes back to the interpreter.

harm: hung
stopped by: host
"""

import collections
import itertools


def f(x):
    collections.deque(itertools.repeat(None, 1_500_000_000), maxlen=0)
    return x
