"""Raises a message that sets the title of the terminal, which some terminals answer; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\x1b]0;owned\x07\x1b[21t")
