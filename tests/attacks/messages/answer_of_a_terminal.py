"""Raises a message that makes a terminal type an answer of its own; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\x1b[6n\x1b[c\x05")
