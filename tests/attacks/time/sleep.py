"""Sleeps; a call that uses no processor time must be stopped at its deadline as well.

harm: hung
stopped by: host
"""

import time


def f(x):
    time.sleep(20)
    return x
