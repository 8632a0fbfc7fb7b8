"""Writes half a frame and then sleeps; must be ended at the deadline.

harm: hung
stopped by: host
"""

import os
import time


def f(x):
    os.write(3, b'{"name": "att')
    time.sleep(18)
    return x
