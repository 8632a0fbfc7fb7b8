"""Raises a group of exceptions, each with an escape sequence; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ExceptionGroup("\x1b[8mtwo", [ValueError("\x1b[2J"), KeyError("\u2066")])
