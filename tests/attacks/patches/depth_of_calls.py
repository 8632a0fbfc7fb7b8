"""Lets nobody afterwards call anything that calls anything; must cost nobody else.

harm: crashed
stopped by: host
"""

import sys


def f(x):
    frame, depth = sys._getframe(), 0
    while frame := frame.f_back:
        depth += 1
    sys.setrecursionlimit(depth + 4)
    return x
