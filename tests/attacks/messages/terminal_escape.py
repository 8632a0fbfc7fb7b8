"""Raises a message that clears the screen of who reads it; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\x1b[2J\x1b[1;1Hscore 50 of 50")
