"""Raises a message with a mark that turns digits around it; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("score \u061c05 of 50\u200f")
