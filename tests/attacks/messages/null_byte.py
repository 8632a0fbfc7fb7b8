"""Raises a message with a zero byte, where programs in C stop reading; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("passed\0 not")
