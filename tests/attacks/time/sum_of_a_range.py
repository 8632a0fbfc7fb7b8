"""Adds up a range for hours inside one call of the C library; must be given up in time.

harm: hung
stopped by: host
"""


def f(x):
    return x * sum(range(10**11))
