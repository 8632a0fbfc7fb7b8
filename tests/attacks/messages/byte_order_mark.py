"""Raises a message that begins as a file does in another encoding; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\ufeffpassed")
