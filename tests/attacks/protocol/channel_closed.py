"""Closes the descriptor that leads to the grader; must cost its own case only.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os.close(3)
    os.close(1)
    return x
