"""Lifts the interpreter's cap on digits and turns a long text into a number, which takes quadratic time.

harm: hung
stopped by: host
"""

import sys


def f(x):
    sys.set_int_max_str_digits(0)
    return int("7" * 2_000_000) > 0
