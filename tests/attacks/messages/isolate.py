"""Raises a message with an isolate that never ends; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\u2067passed")
