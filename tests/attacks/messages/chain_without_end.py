"""Raises an error that is the cause of its own cause, with an escape in each text; must end, and show none.

harm: shown
stopped by: host
"""


def f(x):
    first, second = ValueError("\x9b31m one"), ValueError("\x9b31m other")
    first.__cause__, second.__context__ = second, first
    second.__cause__ = first
    for number in range(2000):
        following = KeyError("=1+1", "\x1b[8m", number)
        following.__context__ = first
        first = following
    raise second
