"""Returns an object whose `__array__` sleeps; making the answer ready belongs to the call's time.

harm: hung
stopped by: host
"""

import time


class Answer:
    def __array__(self, dtype=None, copy=None):
        time.sleep(20)

    __len__ = __iter__ = __array__


def f(x):
    return Answer()
