"""Swaps the output with the channel, so that what is printed is read as answers and answers as print.

harm: crashed
stopped by: host
"""

import os


def f(x):
    spare = os.dup(3)
    os.dup2(2, 3)
    os.dup2(spare, 2)
    os.dup2(0, 1)
    print("something", flush=True)
    return x
