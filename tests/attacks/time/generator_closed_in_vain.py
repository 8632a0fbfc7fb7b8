"""Leaves a generator that refuses to be closed and goes on instead; must not hold up anything.

harm: hung
stopped by: host
"""

import time


def stubborn():
    try:
        yield 1
    finally:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass


kept = []


def f(x):
    generator = stubborn()
    next(generator)
    del generator
    return x
