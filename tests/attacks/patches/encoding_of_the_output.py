"""Has the standard output write in another encoding, which no reader of lines expects; must cost nobody else.

harm: crashed
stopped by: host
"""

import sys


def f(x):
    sys.__stdout__.reconfigure(encoding="utf-16")
    return x
