"""Returns an object whose structure as an array is worked out without an end; must not hold up anything.

harm: hung
stopped by: host
"""

import time


class Structured:
    @property
    def __array_struct__(self):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass
        raise AttributeError


def f(x):
    return Structured()
