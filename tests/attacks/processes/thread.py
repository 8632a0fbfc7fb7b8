"""Starts a thread through `_thread`; a child has one thread and stays with it.

harm: took
stopped by: kernel
"""

import sys
import time

import numpy as np

ran = []


def f(x):
    sys.modules["_thread"].start_new_thread(ran.append, (1,))
    time.sleep(0.1)
    return np.array([float(len(ran))])
