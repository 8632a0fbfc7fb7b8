"""Raises a message that breaks its line with a separator of Unicode; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("wrong\u2028passed\u2029\x85passed")
