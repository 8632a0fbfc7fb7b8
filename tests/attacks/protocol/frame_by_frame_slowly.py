"""Writes a frame byte by byte, one a tenth of a second; must be ended at the deadline.

harm: hung
stopped by: host
"""

import os
import time


def f(x):
    for byte in b'{"name": "attack", "passed": 2, "answers": [], "message": "", "printed": ""}' * 2:
        os.write(3, bytes([byte]))
        time.sleep(0.1)
    return x
