"""Raises a message with a line end of mainframes and a form feed; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("failed\x85\x0cpassed, 50 of 50\x0b")
