"""Sorts objects whose comparison sleeps; the deadline must hold inside a sort.

harm: hung
stopped by: host
"""

import time


class Slow:
    def __lt__(self, other):
        time.sleep(0.05)
        return True


def f(x):
    sorted(Slow() for _ in range(400))
    return x
