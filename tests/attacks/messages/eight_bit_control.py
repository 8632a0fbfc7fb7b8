"""Raises a message with a control character of eight bits; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\x9b31mred\x9b0m")
