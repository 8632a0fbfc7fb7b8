"""Has a member of a class take for ever to learn its name, while the class is made; must not hold up anything.

harm: hung
stopped by: host
"""

import time


class Slow:
    def __set_name__(self, owner, name):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass


class Holder:
    member = Slow()


def f(x):
    return x
