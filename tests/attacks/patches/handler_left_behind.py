"""Leaves a timer that ends the process of who comes after; must cost nobody else.

harm: crashed
stopped by: host
"""

import os
import sys

signal = sys.modules.get("signal") or sys.modules["_signal"]


def f(x):
    signal.signal(signal.SIGALRM, lambda *arguments: os._exit(0))
    signal.setitimer(signal.ITIMER_REAL, 0.0001)
    return x
