"""Sleeps in a default argument, which is evaluated where a function is merely defined.

harm: hung
stopped by: host
"""

import time


def f(x, slept=time.sleep(20)):
    return x
