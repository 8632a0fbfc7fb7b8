"""Prints a power that has a hundred million digits; must be given up in time.

harm: hung
stopped by: host
"""

import sys


def f(x):
    sys.set_int_max_str_digits(0)
    print(3 ** (2 * 10**8))
    return x
