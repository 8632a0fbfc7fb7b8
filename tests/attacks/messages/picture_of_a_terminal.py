"""Raises a message that a terminal draws as a picture; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\x1bPq#0;2;0;0;0#0!9~\x1b\\")
