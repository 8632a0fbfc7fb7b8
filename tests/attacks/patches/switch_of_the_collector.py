"""Turns the collector off and has it call back; must cost nobody else.

harm: crashed
stopped by: host
"""

import gc
import os


def f(x):
    gc.callbacks.append(lambda phase, facts: os._exit(0))
    gc.set_threshold(1, 1, 1)
    return x
