"""Raises a message that overwrites its own line; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("wrong\rpassed, 50 of 50")
