"""Lifts the limit of recursion and recurses until the stack ends; it must cost this case and no other.

harm: crashed
stopped by: host
"""

import sys


class Deep:
    def __repr__(self):
        return repr(self)


def f(x):
    sys.setrecursionlimit(10**9)
    return repr(Deep())
