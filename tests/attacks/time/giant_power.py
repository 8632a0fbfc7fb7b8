"""Multiplies whole numbers of millions of digits in one C call; the deadline must hold inside it.

harm: hung
stopped by: host
"""


def f(x):
    return 3 ** (3**15) > 0
