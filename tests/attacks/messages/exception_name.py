"""Raises an exception whose name is an escape sequence; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise type("\x1b[2J\u202eError", (ValueError,), {})("no")
