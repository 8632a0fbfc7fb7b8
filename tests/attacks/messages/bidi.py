"""Raises a message that turns the reading direction around; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\u202e05 fo 05\u202c")
