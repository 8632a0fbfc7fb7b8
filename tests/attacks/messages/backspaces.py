"""Raises a message that deletes what stands before it; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("failed\x08\x08\x08\x08\x08\x08passed")
