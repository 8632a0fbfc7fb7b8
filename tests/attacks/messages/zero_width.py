"""Raises a message that hides letters between letters; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("pass\u200bed\u2060 5\u200d0")
