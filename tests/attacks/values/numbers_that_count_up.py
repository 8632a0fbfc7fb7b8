"""Returns a list of texts that say they are numbers, each of which takes long to read; must not hold up anything.

harm: hung
stopped by: host
"""

import time


class Number:
    def __index__(self):
        time.sleep(1)
        return 1

    def __float__(self):
        time.sleep(1)
        return 1.0

    def __abs__(self):
        time.sleep(1)
        return self

    def __sub__(self, other):
        time.sleep(1)
        return self

    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__

    def __len__(self):
        time.sleep(20)
        return 1

    def __getitem__(self, at):
        raise IndexError


def f(x):
    return [[Number() for _ in range(4)] for _ in range(4)]
