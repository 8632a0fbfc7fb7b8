"""Loops in the hook that runs when a subclass is made, inside the call; must not hold up anything.

harm: hung
stopped by: host
"""

import time


class Base:
    def __init_subclass__(cls, **keywords):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass


def f(x):
    class Derived(Base):
        pass

    return x
