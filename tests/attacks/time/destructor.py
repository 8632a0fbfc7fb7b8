"""Sleeps in `__del__` of something that dies only after the function has returned.

harm: hung
stopped by: host
"""

import time


class Last:
    def __del__(self):
        time.sleep(20)


last = [Last()]


def f(x):
    last.clear()
    return x
