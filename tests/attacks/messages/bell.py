"""Raises a message that rings for every line; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("wrong" + "\x07" * 50)
